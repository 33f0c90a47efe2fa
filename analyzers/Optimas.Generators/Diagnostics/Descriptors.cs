using Microsoft.CodeAnalysis;

namespace Optimas.Generators.Diagnostics;

/// <summary>Every diagnostic. Each has a page of its own at <see cref="HelpRoot"/>.</summary>
internal static class Descriptors
{
    /// <summary>Where the pages are, from the root of the repository.</summary>
    public const string HelpRoot = "docs/diagnostics/";

    private const string Category = "Optimas";

    public static readonly DiagnosticDescriptor NotPartial = new(
        "OPT001",
        "A system must be partial",
        "Declare {0} partial, so that the generator can add members to the system {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The generator adds members to the annotated type, so that type and every type around it has to be partial.",
        HelpRoot + "OPT001.md");

    public static readonly DiagnosticDescriptor NoProducer = new(
        "OPT002",
        "A parameter has no producer",
        "Nothing produces '{0}' of {1}: {2}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A component's parameters are wired by name to a component or to a property of the system's input. Where the names differ, "
        + "[From(nameof(Producer))] says which one is meant.",
        HelpRoot + "OPT002.md");

    public static readonly DiagnosticDescriptor AmbiguousProducer = new(
        "OPT003",
        "More than one producer fits a parameter",
        "'{0}' of {1} could be any of {2}: choose one with [From]",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A parameter that is not named for a component or input property is wired to the member of that name in a component's record or "
        + "named tuple. When several have such a member, [From] has to choose.",
        HelpRoot + "OPT003.md");

    public static readonly DiagnosticDescriptor TypeMismatch = new(
        "OPT004",
        "Producer and consumer types differ",
        "'{0}' of {1} takes {2}, but {3} gives {4}: change one of the two types",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The producer's type must convert implicitly to the type of the parameter that consumes it.",
        HelpRoot + "OPT004.md");

    public static readonly DiagnosticDescriptor Cycle = new(
        "OPT005",
        "The components form a cycle",
        "The components form a cycle: {0}; break it by wiring one of their parameters to something else",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A system is a directed acyclic graph: no component can wait for a value that depends on its own.",
        HelpRoot + "OPT005.md");

    public static readonly DiagnosticDescriptor PromptedShape = new(
        "OPT006",
        "A prompted component must be a partial method without a body",
        "{0} is prompted, so it must be a component, a partial method without a body, that returns Task<T> or ValueTask<T>: {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The generator writes the body of a prompted component: an asynchronous call to a language model.",
        HelpRoot + "OPT006.md");

    public static readonly DiagnosticDescriptor NoChatClient = new(
        "OPT007",
        "A prompted component needs one IChatClient",
        "{0} is prompted, but {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The body of a prompted component calls the IChatClient that the system takes in its primary constructor or holds in a field or "
        + "property. Where there are several, [Prompt(\"…\", Client = nameof(name))] chooses.",
        HelpRoot + "OPT007.md");

    public static readonly DiagnosticDescriptor BadOutput = new(
        "OPT008",
        "The output component is missing or has another type",
        "The output of {0} is {1}, but {2}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A system's output is the value of the component that Output names, or, where it names none, a record whose constructor parameters "
        + "or settable properties are component names.",
        HelpRoot + "OPT008.md");

    public static readonly DiagnosticDescriptor Unreachable = new(
        "OPT009",
        "A component never reaches the output",
        "{0} never reaches the output of {1}: wire its value to another component, or remove it",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A component on which the output does not depend costs time and tokens in every run, and has no effect that could be optimized.",
        HelpRoot + "OPT009.md");

    public static readonly DiagnosticDescriptor BadCandidates = new(
        "OPT010",
        "The values of a hyperparameter or model choice are wrong",
        "The values of '{0}' are wrong: {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A discrete hyperparameter has distinct candidates of the parameter's type, its default among them; a continuous one has Min < Max "
        + "and its default between them.",
        HelpRoot + "OPT010.md");

    public static readonly DiagnosticDescriptor UnknownPlaceholder = new(
        "OPT011",
        "A placeholder in a prompt names no parameter",
        "'{{{0}}}' names no parameter of {1}: {2}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "{name} in the prompt of a prompted component stands for the value of its parameter of that name. {{name}} is left alone.",
        HelpRoot + "OPT011.md");

    public static readonly DiagnosticDescriptor ConsumerMustAcceptNull = new(
        "OPT012",
        "The consumer of a conditional component must accept null",
        "{0} runs only when {1} says so, so '{2}' of {3} can be null: make it {4}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Where a conditional component does not run, its consumers get null in place of its value.",
        HelpRoot + "OPT012.md");

    public static readonly DiagnosticDescriptor BadPredicate = new(
        "OPT013",
        "The When predicate is missing or has the wrong shape",
        "When of {0} must name a method that returns bool and takes nothing but wired parameters: {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The predicate of a conditional component decides for each input whether it runs. Its parameters are wired like a component's.",
        HelpRoot + "OPT013.md");

    public static readonly DiagnosticDescriptor NoTrainableModel = new(
        "OPT014",
        "[Trainable] without a trainable model",
        "'{0}' is [Trainable], but {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "[Trainable] marks the adapter of a prompted component's language model, or a parameter whose type implements ITrainable<TSelf> and "
        + "of which the system holds an instance.",
        HelpRoot + "OPT014.md");

    public static readonly DiagnosticDescriptor NothingToOptimize = new(
        "OPT015",
        "A component has nothing to optimize",
        "{0} has nothing to optimize: give it a [Prompt], [Hyperparameter], [ModelChoice] or [Trainable] if it should be improved",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "An optimizer leaves a component without prompt, hyperparameter, model choice or weights as it is.",
        HelpRoot + "OPT015.md");

    public static readonly DiagnosticDescriptor NoCancellationToken = new(
        "OPT016",
        "A component takes no CancellationToken",
        "{0} takes no CancellationToken, so a cancelled run waits until it ends",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "Runs are cancelled often while optimizing: by a budget, by a race that is decided, by a failure of another component.",
        HelpRoot + "OPT016.md");

    public static readonly DiagnosticDescriptor BadShape = new(
        "OPT017",
        "This shape can't be a component or system",
        "{0} can't be part of a system: {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The generator calls components as instance methods with plain parameters and records their values, which rules some shapes out.",
        HelpRoot + "OPT017.md");

    public static readonly DiagnosticDescriptor StaleConfiguration = new(
        "OPT018",
        "A saved configuration was optimized for another signature",
        "This configuration was optimized for another signature of {0}: {1}; optimize again, or migrate it",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A configuration holds the signature of the system that it was optimized for. When the system has changed since, the values may no "
        + "longer be good, and reading the file fails. The program's config migrate, or Configuration.Migrate, keeps those that are still legal.",
        HelpRoot + "OPT018.md");

    public static readonly DiagnosticDescriptor DirectCall = new(
        "OPT019",
        "A component uses another directly",
        "{0} uses {1} directly, so that call is neither traced nor optimized: take its value as a parameter",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Only values that flow through parameters are edges of the graph. A direct call runs under the default configuration and leaves no "
        + "trace.",
        HelpRoot + "OPT019.md");
}
