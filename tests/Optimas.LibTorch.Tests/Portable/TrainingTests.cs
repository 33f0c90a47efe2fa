using Portable;

namespace Optimas.LibTorch.Tests.Portable;

public class TrainingTests
{
    [TorchFact]
    public void A_small_model_learns()
    {
        float[] losses = Training.Losses(150);
        losses[0].ShouldBeGreaterThan(2);
        losses[^1].ShouldBeLessThan(0.05f * losses[0]);
        Training.Losses(5).ShouldBe(losses[..5], "The same seed gives the same training.");
    }

    [TorchFact]
    public void Gradients_come_by_backward_and_by_grad() => Training.Gradients().ShouldBe([6, 12, 12]);

    [TorchFact]
    public void Parameters_and_modules_have_names() => Training.Description().ShouldBe(
        "rest.last.weight[1,3] rest.second.bias[3] rest.second.weight[3,3] first.bias[3] first.weight[3,2] scale[1]".Split(' ').Order(StringComparer.Ordinal)
            .Aggregate((a, b) => $"{a} {b}") + " | first:Linear rest:Sequential | 2→3 Float64 3 | True");

    [TorchFact]
    public void Tensors_move_between_scopes() => Training.Scopes().ShouldBe([1, 0, 2, 4]);

    [TorchFact]
    public void A_tensor_tells_its_properties() => Training.Facts().ShouldBe(
        "2 6 6 3 Int64 CPU False 8 True False False 6 0,3,1,4,2,5 True 48 True True | CPU 1 cuda:0 cuda True | CPU True");
}
