// The five samples as one program, so that one publish runs them all: SYSTEM VERB …, as in HotpotQa optimize --train FILE …
System.Reflection.Assembly[] samples =
[
    typeof(HotpotQa.QuestionSystem).Assembly, typeof(PubMedQa.AbstractSystem).Assembly, typeof(StarkPrime.RetrievalSystem).Assembly,
    typeof(AmazonNextItem.NextItemSystem).Assembly, typeof(BigCodeBench.SelfVerifiedCode).Assembly,
];
if (args is not [var name, .. var rest] || samples.FirstOrDefault(s => s.GetName().Name == name) is not { } sample)
{
    Console.Error.WriteLine($"The first argument is one of {string.Join(", ", samples.Select(s => s.GetName().Name))}.");
    return 1;
}

return (int)sample.EntryPoint!.Invoke(null, [rest])!;
