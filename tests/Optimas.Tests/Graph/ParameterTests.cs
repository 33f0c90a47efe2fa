using System.Text.Json;
using Optimas.Tests.Systems;

namespace Optimas.Tests.Graph;

public sealed class ParameterTests
{
    private static readonly JsonSerializerOptions s_plain = new();

    [Theory]
    [InlineData(0, 0.001)]
    [InlineData(0.5, 0.1)]
    [InlineData(1, 10)]
    [InlineData(-1, 0.001)]
    [InlineData(2, 10)]
    public void A_log_scale_is_even_in_the_logarithm(double position, double value) =>
        ((double)Parameters.Range("Rate", 1, 0.001, 10, Scale.Log).At(position)).ShouldBe(value, 1e-9);

    [Fact]
    public void Position_and_value_are_inverse_up_to_rounding()
    {
        foreach (var scale in new[] { Scale.Linear, Scale.Log })
        {
            var range = Parameters.Range("Rate", 1, 0.001, 10, scale);
            for (double at = 0; at <= 1; at += 0.125)
                range.PositionOf(range.At(at)).ShouldBe(at, 0.002);
        }
    }

    [Theory]
    [InlineData(0.1, 100, Scale.Log, 0.681, 11.0)]
    [InlineData(0, 1.5, Scale.Linear, 0.2508, 0.376)]
    [InlineData(1000, 1000.5, Scale.Linear, 0.5006, 1000.25)]
    public void Values_have_no_more_digits_than_the_range_can_use(double min, double max, Scale scale, double position, double value) =>
        Parameters.Range("Rate", min, min, max, scale).At(position).ShouldBe(value);

    [Fact]
    public void Integral_ranges_give_integers_inside_the_range()
    {
        var range = new ContinuousParameter("N", typeof(int), 1, 1, 1000, Scale.Log);

        range.At(0).ShouldBe(1);
        range.At(1).ShouldBe(1000);
        range.At(1.0 / 3).ShouldBe(10);
        for (double at = 0; at <= 1; at += 0.01)
            range.Reject(range.At(at)).ShouldBeNull();
    }

    [Fact]
    public void Large_values_are_rounded_too() => Parameters.Range("N", 1, 0, 1_000_000).At(0.123456).ShouldBe(123_000.0);

    [Fact]
    public void The_ends_of_a_range_of_floats_are_legal()
    {
        var range = new ContinuousParameter("Rate", typeof(float), 0.5f, 0.9, 1.1, Scale.Linear);

        range.Reject(0.9f).ShouldBeNull();
        range.Reject(1.1f).ShouldBeNull();
        range.Reject(0.89f).ShouldNotBeNull();
        for (double at = 0; at <= 1; at += 0.125)
            range.Reject(range.At(at)).ShouldBeNull();
    }

    [Theory]
    [InlineData(true, 1, 3, 10)]
    [InlineData(true, 10, 3, 1)]
    [InlineData(false, 3, 1, 10)]
    public void Numbers_are_ordered_if_neighbours_are_closest(bool isOrdered, params int[] values) =>
        Parameters.OneOf("K", values[0], values).IsOrdered.ShouldBe(isOrdered);

    [Fact]
    public void Rejections_say_what_is_legal()
    {
        Parameters.OneOf("K", 1, 1, 3, 5).Reject(4).ShouldBe("must be one of 1, 3, 5, but is 4");
        Parameters.Model("Model", "a", "a", "b").Reject("c").ShouldBe("must be one of \"a\", \"b\", but is \"c\"");
        Parameters.Range("Rate", 1, 0, 1).Reject(1.5).ShouldBe("must lie in [0, 1], but is 1.5");
        Parameters.Range("Rate", 1, 0, 1).Reject(double.NaN).ShouldNotBeNull();
        Parameters.Range("Rate", 1, 0, 1).Reject(null).ShouldNotBeNull();
        Parameters.Prompt("Instruction", "x").Reject(null).ShouldBe("must be a text, but is null");
        Parameters.Prompt("Instruction", "x").Reject("").ShouldBeNull();
        new WeightsParameter("Weights").Reject("").ShouldNotBeNull();
        new WeightsParameter("Weights").Reject(null).ShouldBeNull();
        new SettingParameter("Temperature", typeof(double), 0).Reject(-1.0).ShouldBe("must be at least 0, but is -1");
        new SettingParameter("Temperature", typeof(double), 0).Reject(double.NaN).ShouldNotBeNull();
        new SettingParameter("Seed", typeof(long), double.NegativeInfinity).IsSearched.ShouldBeFalse();
    }

    [Theory]
    [InlineData(typeof(int), "3", 3)]
    [InlineData(typeof(long), "3", 3L)]
    [InlineData(typeof(double), "0.1", 0.1)]
    [InlineData(typeof(float), "0.5", 0.5f)]
    [InlineData(typeof(bool), "true", true)]
    [InlineData(typeof(string), "\"x\"", "x")]
    [InlineData(typeof(DayOfWeek), "\"Friday\"", DayOfWeek.Friday)]
    public void Values_go_to_JSON_and_back(Type type, string json, object value)
    {
        var parameter = new DiscreteParameter("P", type, value, value);

        JsonElement written = JsonSerializer.Deserialize<JsonElement>(Write(parameter, value), s_plain);

        written.GetRawText().ShouldBe(json);
        parameter.ReadValue(written).ShouldBe(value);
        parameter.ReadValue(written)!.GetType().ShouldBe(type);
    }

    [Theory]
    [InlineData(typeof(int), "\"3\"")]
    [InlineData(typeof(int), "3.5")]
    [InlineData(typeof(int), "99999999999")]
    [InlineData(typeof(bool), "1")]
    [InlineData(typeof(string), "{}")]
    [InlineData(typeof(DayOfWeek), "\"Someday\"")]
    public void A_value_of_another_type_is_an_error(Type type, string json)
    {
        var parameter = new DiscreteParameter("P", type, type == typeof(DayOfWeek) ? DayOfWeek.Friday : 1, DayOfWeek.Friday);

        Should.Throw<JsonException>(() => parameter.ReadValue(JsonSerializer.Deserialize<JsonElement>(json, s_plain)))
            .Message.ShouldContain(json.Trim('"'));
    }

    private static string Write(ParameterInfo parameter, object? value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            parameter.WriteValue(writer, value);
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
