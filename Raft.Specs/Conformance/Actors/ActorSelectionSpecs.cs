using Akka.Actor;

namespace Raft.Specs.Conformance.Actors;

public class ActorSelectionSpecs : ActorSpecs
{
    private readonly IActorRef _parent;

    public ActorSelectionSpecs()
    {
        _parent = Spawn(
            (message, context) =>
            {
                if (message is Run run)
                    run.Action(context);
                else
                    context.Sender.Tell($"parent {message}");
            },
            "parent");
        _parent.Tell(new Run(context =>
        {
            foreach (var name in new[] { "anna", "anton", "berta" })
            {
                context.ActorOf(
                    Scripted.Props((message, child) => child.Sender.Tell($"{child.Self.Path.Name} {message}")), name);
            }
        }));
        Settle(_parent).Wait(Patience);
    }

    private async Task<IEnumerable<string>> Reached(ActorSelection selection, int count)
    {
        var probe = NewProbe();
        selection.Tell("hears", probe.Ref);
        var answers = await probe.Take<string>(count);
        await Settle(_parent);
        await probe.ExpectNothingBefore("fence");
        return answers.Order(StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("/user/parent/anna")]
    [InlineData("akka://conformance/user/parent/anna")]
    [InlineData("user/parent/anna")]
    [InlineData("/user/parent/berta/../anna")]
    public async Task An_actor_is_found_by_its_path(string path) =>
        Assert.Equal(["anna hears"], await Reached(Sys.ActorSelection(path), 1));

    [Theory]
    [InlineData("/user/parent/an*", "anna anton")]
    [InlineData("/user/parent/ann?", "anna")]
    [InlineData("/user/parent/*", "anna anton berta")]
    [InlineData("/user/*/berta", "berta")]
    public async Task A_pattern_reaches_all_that_match(string path, string names)
    {
        var expected = names.Split(' ').Select(name => $"{name} hears").ToArray();

        Assert.Equal(expected, await Reached(Sys.ActorSelection(path), expected.Length));
    }

    [Fact]
    public async Task A_relative_path_begins_at_the_actor_that_follows_it()
    {
        var probe = NewProbe();
        _parent.Tell(new Run(context => context.ActorSelection("anna").Tell("hears", probe.Ref)));
        await probe.Expect("anna hears");
        _parent.Tell(new Run(context => context.ActorSelection("../parent").Tell("hears", probe.Ref)));
        await probe.Expect("parent hears");
    }

    [Fact]
    public async Task A_selection_can_be_resolved_to_a_reference()
    {
        var anna = await Sys.ActorSelection("/user/parent/anna").ResolveOne(Patience);

        Assert.Equal("akka://conformance/user/parent/anna", anna.Path.ToString());
        Assert.NotEqual(0, anna.Path.Uid);
        await Assert.ThrowsAsync<ActorNotFoundException>(
            () => Sys.ActorSelection("/user/parent/zoe").ResolveOne(Patience));
    }

    [Fact]
    public async Task A_selection_can_be_asked() =>
        Assert.Equal("anna hears", await Sys.ActorSelection("/user/parent/anna").Ask<string>("hears", Patience));

    [Fact]
    public async Task A_provider_finds_references_by_path_or_stands_in_for_them()
    {
        var anna = await Sys.ActorSelection("/user/parent/anna").ResolveOne(Patience);
        var provider = ((ExtendedActorSystem)Sys).Provider;

        Assert.Equal(anna, provider.ResolveActorRef(anna.Path.ToSerializationFormat()));
        Assert.Equal(anna, provider.ResolveActorRef("akka://conformance/user/parent/anna"));
        Assert.IsType<EmptyLocalActorRef>(provider.ResolveActorRef("akka://conformance/user/parent/zoe"));
        Assert.Equal(Sys.DeadLetters, provider.ResolveActorRef("akka://elsewhere/user/parent/anna"));
    }

    [Fact]
    public async Task A_message_follows_the_path_anew_each_time()
    {
        var selection = Sys.ActorSelection("/user/changing");
        var first = Spawn((_, context) => context.Sender.Tell("first"), "changing");
        Assert.Equal("first", await selection.Ask<string>("who?", Patience));
        Assert.True(await first.GracefulStop(Patience));
        await SettleGuardian();
        Spawn((_, context) => context.Sender.Tell("second"), "changing");

        Assert.Equal("second", await selection.Ask<string>("who?", Patience));
    }

    [Fact]
    public async Task Children_are_known_by_name_to_their_parent()
    {
        var probe = NewProbe();
        _parent.Tell(new Run(context =>
        {
            probe.Ref.Tell(string.Join(' ', context.GetChildren().Select(child => child.Path.Name).Order()));
            probe.Ref.Tell(context.Child("anna").Path.Name);
            probe.Ref.Tell(context.Child("zoe").Equals(ActorRefs.Nobody));
        }));

        await probe.Expect("anna anton berta", "anna", true);
    }
}

public class ActorPathSpecs
{
    [Theory]
    [InlineData("akka://system/user/a/b")]
    [InlineData("akka.tcp://system@host:1234/user/a/b")]
    public void A_path_is_read_as_it_is_written(string text)
    {
        var path = ActorPath.Parse(text);

        Assert.Equal(text, path.ToString());
        Assert.Equal(["user", "a", "b"], path.Elements);
        Assert.Equal("b", path.Name);
        Assert.Equal(path, ActorPath.Parse(text));
        Assert.Equal(path, path.Parent / "b");
    }

    [Fact]
    public void The_uid_is_written_only_for_the_wire_and_is_no_part_of_equality()
    {
        var path = ActorPath.Parse("akka://system/user/a#42");

        Assert.Equal(42, path.Uid);
        Assert.Equal("akka://system/user/a", path.ToString());
        Assert.Equal("akka://system/user/a#42", path.ToSerializationFormat());
        Assert.Equal(path, path.WithUid(43));
    }

    [Fact]
    public void A_local_path_takes_the_address_it_is_given_and_a_remote_one_keeps_its_own()
    {
        var here = Address.Parse("akka.tcp://system@here:1");
        var local = ActorPath.Parse("akka://system/user/a");
        var remote = ActorPath.Parse("akka.tcp://system@there:2/user/a");

        Assert.Equal("akka.tcp://system@here:1/user/a", local.ToStringWithAddress(here));
        Assert.Equal("akka.tcp://system@there:2/user/a", remote.ToStringWithAddress(here));
    }

    [Fact]
    public void An_address_has_four_parts()
    {
        var address = Address.Parse("akka.tcp://system@host:1234");

        Assert.Equal(("akka.tcp", "system", "host", 1234),
            (address.Protocol, address.System, address.Host, address.Port));
        Assert.Equal("system@host:1234", address.HostPort());
        Assert.True(address.HasGlobalScope);
        Assert.True(Address.Parse("akka://system").HasLocalScope);
        Assert.Equal(address, new Address("akka.tcp", "system", "host", 1234));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing like it")]
    [InlineData("/user/a")]
    public void What_is_no_path_is_not_read(string text) => Assert.False(ActorPath.TryParse(text, out _));
}
