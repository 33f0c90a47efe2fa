using Optimas.Generators.Diagnostics;

namespace Optimas.Generators.Parsing;

/// <summary>Producers before consumers, in declaration order among those that are free (OPT005).</summary>
internal static class TopologicalOrder
{
    /// <summary>The components in order; null where they form a cycle.</summary>
    public static List<ComponentDraft>? Sort(ParsingContext context, List<ComponentDraft> components)
    {
        var consumers = new List<int>[components.Count];
        var waiting = new int[components.Count];
        for (int i = 0; i < components.Count; i++)
            consumers[i] = [];
        foreach (var component in components)
        {
            foreach (int producer in component.Producers.Select(p => p.Declared).Distinct())
            {
                consumers[producer].Add(component.Declared);
                waiting[component.Declared]++;
            }
        }

        var free = new SortedSet<int>(Enumerable.Range(0, components.Count).Where(i => waiting[i] == 0));
        var order = new List<ComponentDraft>(components.Count);
        while (free.Count > 0)
        {
            int next = free.Min;
            free.Remove(next);
            order.Add(components[next]);
            foreach (int consumer in consumers[next])
            {
                if (--waiting[consumer] == 0)
                    free.Add(consumer);
            }
        }

        if (order.Count == components.Count)
            return order;
        ReportCycles(context, components, consumers, waiting);
        return null;
    }

    private static void ReportCycles(ParsingContext context, List<ComponentDraft> components, List<int>[] consumers, int[] waiting)
    {
        var left = new HashSet<int>(Enumerable.Range(0, components.Count).Where(i => waiting[i] > 0));
        foreach (int start in left.OrderBy(i => i).ToList())
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (!left.Contains(start) || ShortestCycle(start, consumers, left) is not { } cycle)
                continue;
            left.ExceptWith(cycle);
            context.Diagnostics.Report(
                Descriptors.Cycle,
                Locations.Of(components[start].Method),
                string.Join(" → ", cycle.Append(start).Select(i => components[i].Name)));
        }
    }

    private static List<int>? ShortestCycle(int start, List<int>[] consumers, HashSet<int> among)
    {
        var previous = new Dictionary<int, int>();
        var queue = new Queue<int>();
        queue.Enqueue(start);
        while (queue.Count > 0)
        {
            int at = queue.Dequeue();
            foreach (int next in consumers[at])
            {
                if (next == start)
                {
                    var cycle = new List<int> { at };
                    while (cycle[0] != start)
                        cycle.Insert(0, previous[cycle[0]]);
                    return cycle;
                }

                if (!among.Contains(next) || previous.ContainsKey(next))
                    continue;
                previous[next] = at;
                queue.Enqueue(next);
            }
        }

        return null;
    }
}
