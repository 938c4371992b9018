using System.Text.RegularExpressions;

namespace Akka.Actor;

/// <summary>A path, perhaps with wildcards, that is followed anew with every message.</summary>
public class ActorSelection : ICanTell
{
    public ActorSelection(IActorRef anchor, SelectionPathElement[] path)
    {
        Anchor = anchor;
        Path = path;
    }

    public ActorSelection(IActorRef anchor, string path) : this(anchor, path.Split('/'))
    {
    }

    public ActorSelection(IActorRef anchor, IEnumerable<string> elements)
    {
        Anchor = anchor;
        Path = [.. elements.Where(element => !string.IsNullOrEmpty(element)).Select(SelectionPathElement.Parse)];
        if (Path.SkipLast(1).Any(element => element is SelectChildRecursive))
            throw new IllegalActorNameException("Double wildcard can only appear at the last path entry");
    }

    public IActorRef Anchor { get; }

    public SelectionPathElement[] Path { get; }

    public string PathString => "/" + string.Join<SelectionPathElement>('/', Path);

    public void Tell(object message, IActorRef? sender = null) => Deliver(
        (IInternalActorRef)Anchor,
        sender ?? ActorCell.GetCurrentSelfOrNoSender(),
        new ActorSelectionMessage(message, Path));

    public Task<IActorRef> ResolveOne(TimeSpan timeout) => ResolveOne(timeout, CancellationToken.None);

    public async Task<IActorRef> ResolveOne(TimeSpan timeout, CancellationToken ct)
    {
        try
        {
            var identity = await this.Ask<ActorIdentity>(new Identify(null), timeout, ct).ConfigureAwait(false);
            return identity.Subject ?? throw new ActorNotFoundException("subject was null");
        }
        catch (Exception e)
        {
            throw new ActorNotFoundException("Exception occurred while resolving ActorSelection", e);
        }
    }

    /// <summary>Walks as far as the tree is here; a reference to elsewhere gets the rest of the way to walk.</summary>
    internal static void Deliver(IInternalActorRef anchor, IActorRef sender, ActorSelectionMessage selection)
    {
        var current = anchor;
        for (var i = 0; i < selection.Elements.Length; i++)
        {
            if (current is not ActorRefWithCell withCell)
            {
                current.Tell(selection.Copy(elements: selection.Elements[i..]), sender);
                return;
            }

            switch (selection.Elements[i])
            {
                case SelectParent:
                    current = withCell.Parent;
                    break;
                case SelectChildName named when withCell.GetSingleChild(named.Name) is var child and not Nobody:
                    current = child;
                    break;
                case SelectChildName:
                    Mourn(anchor, withCell, sender, selection);
                    return;
                case SelectChildPattern pattern:
                    FanOut(anchor, withCell, pattern, sender, selection, selection.Elements[(i + 1)..]);
                    return;
                case SelectChildRecursive:
                    FanOutToAll(withCell, sender, selection.Message);
                    return;
            }
        }

        current.Tell(selection.Message, sender);
    }

    private static void FanOut(
        IInternalActorRef anchor,
        ActorRefWithCell parent,
        SelectChildPattern pattern,
        IActorRef sender,
        ActorSelectionMessage selection,
        SelectionPathElement[] rest)
    {
        var matching = parent.Children.Where(child => pattern.Matches(child.Path.Name)).ToArray();
        if (matching.Length == 0)
            Mourn(anchor, parent, sender, selection);
        var onward = selection.Copy(elements: rest, wildCardFanOut: selection.WildCardFanOut || matching.Length > 1);
        foreach (var child in matching)
            Deliver((IInternalActorRef)child, sender, onward);
    }

    private static void FanOutToAll(ActorRefWithCell parent, IActorRef sender, object message)
    {
        foreach (var child in parent.Children.ToArray())
        {
            child.Tell(message, sender);
            if (child is ActorRefWithCell withCell)
                FanOutToAll(withCell, sender, message);
        }
    }

    private static void Mourn(
        IInternalActorRef anchor, ActorRefWithCell last, IActorRef sender, ActorSelectionMessage selection)
    {
        if (selection.WildCardFanOut)
            return;
        var path = anchor.Path / selection.Elements.Select(element => element.ToString()!);
        new EmptyLocalActorRef(last.Provider, path, last.Underlying.System.EventStream).Tell(selection, sender);
    }

    public override bool Equals(object? obj) =>
        obj is ActorSelection other && Equals(Anchor, other.Anchor) && PathString == other.PathString;

    public override int GetHashCode() => HashCode.Combine(Anchor, PathString);

    public override string ToString() => $"ActorSelection[Anchor({Anchor.Path.ToStringWithUid()}), Path({PathString})]";
}

public class ActorSelectionMessage : IAutoReceivedMessage, IPossiblyHarmful, IWrappedMessage
{
    public ActorSelectionMessage(object message, SelectionPathElement[] elements, bool wildCardFanOut = false)
    {
        Message = message;
        Elements = elements;
        WildCardFanOut = wildCardFanOut;
    }

    public object Message { get; }

    public SelectionPathElement[] Elements { get; }

    public bool WildCardFanOut { get; }

    public ActorSelectionMessage Copy(
        object? message = null, SelectionPathElement[]? elements = null, bool? wildCardFanOut = null) =>
        new(message ?? Message, elements ?? Elements, wildCardFanOut ?? WildCardFanOut);

    public override string ToString() =>
        $"ActorSelectionMessage - Message: {Message} - Elements: {string.Join<SelectionPathElement>('/', Elements)}";
}

public abstract class SelectionPathElement
{
    internal static SelectionPathElement Parse(string element) => element switch
    {
        "**" => SelectChildRecursive.Instance,
        ".." => SelectParent.Instance,
        _ when element.AsSpan().ContainsAny('?', '*') => new SelectChildPattern(element),
        _ => new SelectChildName(element),
    };

    public override bool Equals(object? obj) => obj?.GetType() == GetType() && obj.ToString() == ToString();

    public override int GetHashCode() => ToString()!.GetHashCode(StringComparison.Ordinal);
}

public class SelectChildName : SelectionPathElement
{
    public SelectChildName(string name)
    {
        Name = name;
    }

    public string Name { get; }

    public override string ToString() => Name;
}

public class SelectChildPattern : SelectionPathElement
{
    private readonly Regex _pattern;

    public SelectChildPattern(string patternStr)
    {
        PatternStr = patternStr;
        var escaped = Regex.Escape(patternStr)
            .Replace("\\*", ".*", StringComparison.Ordinal)
            .Replace("\\?", ".", StringComparison.Ordinal);
        _pattern = new Regex($"^{escaped}$", RegexOptions.CultureInvariant);
    }

    public string PatternStr { get; }

    internal bool Matches(string name) => _pattern.IsMatch(name);

    public override string ToString() => PatternStr;
}

public class SelectChildRecursive : SelectionPathElement
{
    public static readonly SelectChildRecursive Instance = new();

    public override string ToString() => "**";
}

public class SelectParent : SelectionPathElement
{
    public static readonly SelectParent Instance = new();

    public override string ToString() => "..";
}

public static class ActorRefFactoryShared
{
    public static ActorSelection ActorSelection(ActorPath actorPath, ActorSystem system)
    {
        var provider = ((ExtendedActorSystem)system).Provider;
        return new ActorSelection(provider.RootGuardianAt(actorPath.Address), actorPath.Elements);
    }

    public static ActorSelection ActorSelection(string path, ActorSystem system, IActorRef lookupRoot)
    {
        var provider = ((ExtendedActorSystem)system).Provider;
        if (string.IsNullOrEmpty(path))
            return new ActorSelection(provider.DeadLetters, "");
        if (path[0] == '/')
            return new ActorSelection(provider.RootGuardian, path);
        if (!path.Contains("://", StringComparison.Ordinal))
            return new ActorSelection(lookupRoot, path);
        return ActorPath.TryParse(path, out var actorPath)
            ? ActorSelection(actorPath!, system)
            : new ActorSelection(provider.DeadLetters, "");
    }
}
