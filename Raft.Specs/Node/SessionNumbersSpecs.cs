using Raft.Actors.Client;

namespace Raft.Specs.Node;

/// <summary>The numbers under which a gateway sends commands.</summary>
public sealed class SessionNumbersSpecs
{
    private readonly SessionNumbers _numbers = new();

    [Fact]
    public void Numbers_count_up_from_one_in_each_session()
    {
        Open(5);
        Assert.Equal(1, _numbers.Take());
        Assert.Equal(2, _numbers.Take());

        Open(9);
        Assert.Equal(1, _numbers.Take());
        Assert.Equal(9, _numbers.Id);
    }

    [Fact]
    public void Only_an_unbroken_row_of_answers_is_acknowledged()
    {
        Open(5);
        _numbers.Answered(5, 2);
        _numbers.Answered(5, 3);
        Assert.Equal(1, _numbers.Acknowledged);

        _numbers.Answered(5, 1);
        Assert.Equal(4, _numbers.Acknowledged);
    }

    [Fact]
    public void An_answer_from_an_earlier_session_acknowledges_nothing_in_this_one()
    {
        Open(5);
        Open(9);

        _numbers.Answered(5, 1);

        Assert.Equal(1, _numbers.Acknowledged);
    }

    [Fact]
    public void While_a_session_is_being_opened_nothing_can_be_numbered()
    {
        Assert.False(_numbers.IsOpen);
        _numbers.BeginOpening();
        Assert.True(_numbers.IsOpening);
        _numbers.Opened(5, TimeSpan.Zero);
        Assert.True(_numbers.IsOpen);

        _numbers.BeginOpening();
        Assert.False(_numbers.IsOpen);
    }

    [Fact]
    public void A_session_that_the_group_forgot_is_not_used_any_more()
    {
        Open(5);

        _numbers.Lost();

        Assert.False(_numbers.IsOpen);
    }

    private void Open(long id)
    {
        _numbers.BeginOpening();
        _numbers.Opened(id, TimeSpan.Zero);
    }
}
