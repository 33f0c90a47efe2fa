namespace Optimas.LibTorch.Tests.Memory;

internal static class Garbage
{
    /// <summary>Frees what nobody holds, so that handles can be counted.</summary>
    public static void Collect()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
