namespace Optimas.Journaling;

/// <summary>
/// Keeps what an optimization does as it happens, so that an interrupted one can be resumed. An optimization is a function of its options, its
/// data and the results of its effects (executions of components, scores, proposals, trainings): resumed, it starts again from the beginning,
/// takes every result that the journal has from it, and goes on where the journal ends. <c>Optimas.Storage</c> keeps journals in SQLite.
/// Safe for concurrent use.
/// </summary>
public interface IRunJournal
{
    /// <summary>The run's id, which the provenance of its result names; null where the journal has none.</summary>
    string? RunId => null;

    /// <summary>Begins or resumes the run. Called once, before anything runs.</summary>
    /// <param name="run">What will run.</param>
    /// <param name="cancellationToken">Ends the beginning.</param>
    /// <returns>How far the run had come before.</returns>
    /// <exception cref="StopException">The journal's run is another one: the message says what differs.</exception>
    ValueTask<JournalProgress> BeginAsync(RunDescription run, CancellationToken cancellationToken);

    /// <summary>The execution that was recorded under a key; null where there is none.</summary>
    RecordedExecution? FindExecution(EffectKey key);

    /// <summary>The effect that was recorded under a key; null where there is none.</summary>
    /// <param name="kind">What was done: see <see cref="RecordedEffect.Kind"/>.</param>
    /// <param name="key">Its key.</param>
    RecordedEffect? FindEffect(string kind, EffectKey key);

    /// <summary>Takes an entry, to be written soon. Waits only while too much waits to be written.</summary>
    /// <exception cref="StopException">An earlier entry could not be written: the run must end.</exception>
    ValueTask WriteAsync(JournalEntry entry, CancellationToken cancellationToken);

    /// <summary>Takes an entry like <see cref="WriteAsync"/>, where the caller can't await.</summary>
    void Write(JournalEntry entry);

    /// <summary>Returns once everything that was taken is written.</summary>
    Task FlushAsync(CancellationToken cancellationToken);
}

/// <summary>How far a run had come.</summary>
/// <param name="Executions">How many executions are recorded; the next one gets this number.</param>
/// <param name="Elapsed">The wall clock that was spent.</param>
public sealed record JournalProgress(long Executions, TimeSpan Elapsed);

/// <summary>What identifies an effect in a run.</summary>
/// <param name="Hash">A hash of everything that its result may depend on.</param>
/// <param name="Occurrence">Which one of the effects with this hash, from 0.</param>
public readonly record struct EffectKey(UInt128 Hash, int Occurrence);
