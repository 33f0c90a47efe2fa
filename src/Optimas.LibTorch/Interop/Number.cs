using System.Runtime.InteropServices;

namespace Optimas.LibTorch.Interop;

/// <summary>A number as the native half takes it: kind 0 is floating, 1 integral, 2 boolean.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Number(double Floating, long Integral, int Kind);
