namespace Optimas.Learning;

/// <summary>A token that is looked for in the text before anything else is done with it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Its text.</param>
/// <param name="SingleWord">Whether it counts only where no word character touches it.</param>
/// <param name="StripsLeft">Whether white space before it belongs to it.</param>
/// <param name="StripsRight">Whether white space after it belongs to it.</param>
/// <param name="Normalized">Whether it is looked for in the normalized text rather than in the text as it came.</param>
/// <param name="Special">Whether it is a control token, to be skipped in decoded text.</param>
internal sealed record AddedToken(int Id, string Content, bool SingleWord, bool StripsLeft, bool StripsRight, bool Normalized, bool Special);
