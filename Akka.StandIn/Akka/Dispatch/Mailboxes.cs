using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Dispatch;

/// <summary>
/// Finds the mailbox type for an actor: by its Props, its dispatcher, what its class requires, or the default.
/// </summary>
public class Mailboxes
{
    public static readonly string DefaultMailboxId = "akka.actor.default-mailbox";
    public static readonly string NoMailboxRequirement = "";

    private readonly ActorSystem _system;
    private readonly Dictionary<Type, string> _bindings = [];
    private readonly ConcurrentDictionary<string, MailboxType> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Type, Type?> _requirements = new();

    public Mailboxes(ActorSystem system)
    {
        _system = system;
        var requirements = system.Settings.Config.GetConfig("akka.actor.mailbox.requirements");
        foreach (var (name, value) in requirements.AsEnumerable())
        {
            var type = Type.GetType(name);
            if (type is null)
            {
                system.EventStream.Publish(new Warning(
                    "mailboxes", GetType(), $"Mailbox Requirement mapping [{name}] is not an actual type"));
                continue;
            }

            _bindings[type] = value.GetString();
        }
    }

    internal void Mourn(IActorRef receiver, Envelope envelope)
    {
        var sender = envelope.Sender ?? _system.DeadLetters;
        if (envelope.Message is not DeadLetter) // nobody is mourned twice
            _system.DeadLetters.Tell(new DeadLetter(envelope.Message, sender, receiver), sender);
    }

    public bool HasRequiredType(Type actorType) => GetRequiredType(actorType) is not null;

    public Type? GetRequiredType(Type actorType) =>
        _requirements.GetOrAdd(actorType, static type => ArgumentOf(type, typeof(IRequiresMessageQueue<>)));

    public MailboxType Lookup(string id) => _byId.GetOrAdd(id, Create);

    public MailboxType LookupByQueueType(Type queueType) => _bindings.TryGetValue(queueType, out var id)
        ? Lookup(id)
        : throw new ConfigurationException($"Mailbox Mapping for [{queueType}] not configured");

    public MailboxType GetMailboxType(Props props, Config dispatcherConfig)
    {
        var required = GetRequiredType(props.Type);
        var dispatcherRequires = dispatcherConfig.GetString("mailbox-requirement", null);
        var dispatcherRequired =
            string.IsNullOrEmpty(dispatcherRequires) ? null : Type.GetType(dispatcherRequires, true);
        var mailbox = Choose(props, dispatcherConfig, required ?? dispatcherRequired);
        foreach (var requirement in new[] { required, dispatcherRequired })
        {
            var produced = ArgumentOf(mailbox.GetType(), typeof(IProducesMessageQueue<>));
            if (requirement is not null && !requirement.IsAssignableFrom(produced))
            {
                throw new ArgumentException(
                    $"produced message queue type of [{produced}] does not fulfill requirement for actor class " +
                    $"[{props.Type}]. Must be a subclass of [{requirement}]");
            }
        }

        return mailbox;
    }

    private MailboxType Choose(Props props, Config dispatcherConfig, Type? required)
    {
        if (props.MailboxId is { } chosen)
            return Lookup(chosen);
        if (props.DispatcherId is { } dispatcher &&
            !string.IsNullOrEmpty(dispatcherConfig.GetString("mailbox-type", null)))
            return Lookup(dispatcher);
        return required is not null ? LookupByQueueType(required) : Lookup(DefaultMailboxId);
    }

    private MailboxType Create(string id)
    {
        var settings = _system.Settings;
        if (!settings.Config.HasPath(id))
            throw new ConfigurationException($"Mailbox Type [{id}] not configured");
        var config = settings.Config.GetConfig(id).WithFallback(settings.Config.GetConfig(DefaultMailboxId));
        var typeName = config.GetString("mailbox-type", null);
        if (string.IsNullOrEmpty(typeName))
            throw new ConfigurationException($"The setting mailbox-type defined in [{id}] is empty");
        var type = Type.GetType(typeName) ?? throw new ConfigurationException(
            $"Found mailbox-type [{typeName}] in configuration for [{id}], but could not find that type.");
        return (MailboxType)Activator.CreateInstance(type, settings, config)!;
    }

    /// <summary>How many messages an actor may stash; negative for any number.</summary>
    internal int StashCapacity(Props props)
    {
        if (props.StashCapacity is { } capacity)
            return capacity;
        var config = _system.Settings.Config;
        foreach (var id in new[] { props.MailboxId, props.Dispatcher, DefaultMailboxId })
        {
            if (id is not null && config.HasPath(id + ".stash-capacity"))
                return config.GetInt(id + ".stash-capacity", -1);
        }

        return -1;
    }

    private static Type? ArgumentOf(Type type, Type genericInterface) => Array.Find(
        type.GetInterfaces(),
        candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == genericInterface)
        ?.GetGenericArguments()[0];
}
