using Optimas.Runtime;

namespace Optimas.Tests.Scoring;

public sealed class ValueIdentityTests
{
    [Fact]
    public void Values_that_render_alike_are_told_apart()
    {
        Action<IFieldWriter> broken = w => { w.Text("a", "1\nb: 2"); w.Text("b", "3"); };
        Action<IFieldWriter> whole = w => { w.Text("a", "1"); w.Text("b", "2\nb: 3"); };
        TextRenderer.Render(broken).ShouldBe(TextRenderer.Render(whole));
        ValueIdentity.Of(broken).ShouldNotBe(ValueIdentity.Of(whole));
    }

    [Fact]
    public void A_missing_value_is_not_the_word_null() =>
        ValueIdentity.Of(w => w.Text("a", null)).ShouldNotBe(ValueIdentity.Of(w => w.Text("a", "null")));

    [Fact]
    public void Nesting_and_kinds_count()
    {
        string[] identities =
        [
            ValueIdentity.Of(w => w.Number("a", 1)),
            ValueIdentity.Of(w => w.Text("a", "1")),
            ValueIdentity.Of(w => w.Flag("a", true)),
            ValueIdentity.Of(w => { w.BeginList("a", 1); w.Number("", 1); w.EndList(); }),
            ValueIdentity.Of(w => { w.BeginObject("a"); w.Number("", 1); w.EndObject(); }),
        ];
        identities.ShouldBeUnique();
    }

    [Fact]
    public void Equal_values_are_equal()
    {
        Action<IFieldWriter> visit = w => { w.BeginList("hits", 2); w.Text("", "x"); w.Number("", 0.1); w.EndList(); };
        ValueIdentity.Of(visit).ShouldBe(ValueIdentity.Of(visit));
    }
}
