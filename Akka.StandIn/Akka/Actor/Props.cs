using System.Linq.Expressions;
using System.Reflection;
using Akka.Dispatch;

namespace Akka.Actor;

public interface IIndirectActorProducer
{
    Type ActorType { get; }

    ActorBase Produce();

    void Release(ActorBase actor);
}

/// <summary>The recipe for an actor: immutable, so it may be used for any number of actors and restarts.</summary>
public class Props
{
    private readonly IIndirectActorProducer? _producer;

    private Props(Type type, IIndirectActorProducer? producer, object?[] arguments)
    {
        Type = type;
        Arguments = arguments;
        _producer = producer;
    }

    private Props(Props copy) : this(copy.Type, copy._producer, copy.Arguments)
    {
        SupervisorStrategy = copy.SupervisorStrategy;
        DispatcherId = copy.DispatcherId;
        MailboxId = copy.MailboxId;
        StashCapacity = copy.StashCapacity;
    }

    public Type Type { get; }

    public string TypeName => Type.AssemblyQualifiedName!;

    public object?[] Arguments { get; }

    public SupervisorStrategy? SupervisorStrategy { get; private init; }

    public string Dispatcher => DispatcherId ?? Dispatchers.DefaultDispatcherId;

    public string Mailbox => MailboxId ?? Mailboxes.DefaultMailboxId;

    internal string? DispatcherId { get; private init; }

    internal string? MailboxId { get; private init; }

    internal int? StashCapacity { get; private init; }

    public static Props Create<TActor>(Expression<Func<TActor>> factory, SupervisorStrategy? supervisorStrategy = null)
        where TActor : ActorBase
    {
        if (factory.Body is UnaryExpression)
            throw new ArgumentException("Props.Create does not support type conversion of the created actor");
        if (factory.Body is not NewExpression creation)
            throw new ArgumentException("The create function must be a 'new T (args)' expression");
        var arguments = creation.Arguments.Select(Evaluate).ToArray();
        return new Props(typeof(TActor), null, arguments) { SupervisorStrategy = supervisorStrategy };
    }

    public static Props Create<TActor>(params object?[] args) where TActor : ActorBase => Create(typeof(TActor), args);

    public static Props Create<TActor>(SupervisorStrategy supervisorStrategy) where TActor : ActorBase, new() =>
        new(typeof(TActor), null, []) { SupervisorStrategy = supervisorStrategy };

    public static Props Create(Type type, params object?[] args)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!typeof(ActorBase).IsAssignableFrom(type))
            throw new ArgumentException($"Type [{type}] is not an actor.", nameof(type));
        return new Props(type, null, args ?? []);
    }

    public static Props CreateBy(IIndirectActorProducer producer, params object?[] args)
    {
        ArgumentNullException.ThrowIfNull(producer);
        return new Props(producer.ActorType, producer, args);
    }

    public Props WithDispatcher(string dispatcher) => new(this) { DispatcherId = dispatcher };

    public Props WithMailbox(string mailbox) => new(this) { MailboxId = mailbox };

    public Props WithStashCapacity(int stashCapacity) => new(this) { StashCapacity = stashCapacity };

    public Props WithSupervisorStrategy(SupervisorStrategy supervisorStrategy) =>
        new(this) { SupervisorStrategy = supervisorStrategy };

    public virtual ActorBase NewActor()
    {
        try
        {
            // As in Akka.NET only a public constructor will do, found by the arguments even where an expression named
            // it.
            return _producer is not null ? _producer.Produce() : (ActorBase)Activator.CreateInstance(Type, Arguments)!;
        }
        catch (Exception e)
        {
            var cause = e is TargetInvocationException { InnerException: { } inner } ? inner : e;
            var arguments = string.Join(",", Arguments);
            throw new TypeLoadException(
                $"Error while creating actor instance of type {Type} with {Arguments.Length} args: ({arguments})",
                cause);
        }
    }

    internal void Release(ActorBase actor) => _producer?.Release(actor);

    private static object? Evaluate(Expression argument) => argument switch
    {
        ConstantExpression constant => constant.Value,
        MemberExpression { Member: FieldInfo field, Expression: ConstantExpression { Value: var closure } } =>
            field.GetValue(closure),
        _ => Expression.Lambda<Func<object?>>(Expression.Convert(argument, typeof(object)))
            .Compile(preferInterpretation: true)(),
    };
}
