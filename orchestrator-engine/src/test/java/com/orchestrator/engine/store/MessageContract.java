package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.history.ParentRef;
import com.orchestrator.engine.history.RunMessage;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What runs tell each other: durable with the transaction, once, in order, until it is heard. */
interface MessageContract extends StoreUnderTest {

    UUID PARENT = RunFixture.nextId();
    UUID CHILD = RunFixture.nextId();
    RunMessage.Errand ERRAND = new RunMessage.Errand("sub", "4", 2);
    Cause CAUSE = new Cause(Cause.Kind.CANCELLED, "PARENT_CLOSED", "why \u0000", null, null);

    private static RunMessage start(long sequence) {
        ParentRef parent = new ParentRef(PARENT, "sub", null, 1, null);
        RunMessage.Body body = new RunMessage.Start("shop", "child", 3, "p/sub", Priority.DEFAULT, parent, null);
        return new RunMessage(CHILD, PARENT, sequence, body, Payload.ofJson("{\"n\": 1.00}"));
    }

    private static RunMessage close(long sequence) {
        return new RunMessage(CHILD, PARENT, sequence, new RunMessage.Close(ERRAND, RunMessage.How.UNDO, CAUSE), null);
    }

    private static RunMessage report() {
        RunMessage.Body body =
                new RunMessage.Report("sub", "4", WorkflowState.COMPENSATED, CAUSE, true, null, null, null);
        return new RunMessage(PARENT, CHILD, 9, body, null);
    }

    private static RunMessage undo(long sequence) {
        return new RunMessage(CHILD, PARENT, sequence, new RunMessage.Undo(ERRAND, CAUSE), null);
    }

    private void write(Collection<RunMessage> told, Collection<RunMessage> heard) {
        store().runs().inTransaction(transaction -> {
            transaction.recordMessages(told, heard);
            return told;
        });
    }

    private List<RunMessage> toldTo(UUID... receivers) {
        return store().runs().inTransaction(transaction -> transaction.loadMessages(Set.of(receivers)));
    }

    @Test
    default void whatWasTold_comesBackWhole_inOrder_toItsReceiverAlone() {
        write(List.of(undo(12), close(11), report(), start(2)), List.of());

        assertThat(toldTo(CHILD)).containsExactly(start(2), close(11), undo(12));
        assertThat(toldTo(PARENT)).containsExactly(report());
        assertThat(toldTo(CHILD, PARENT)).hasSize(4);
        assertThat(store().leases().findTold(10)).containsExactly(PARENT, CHILD);
        assertThat(store().leases().findTold(1)).containsExactly(PARENT);
    }

    @Test
    default void whatWasHeard_isGone_andNothingElse() {
        write(List.of(start(2), close(11), report()), List.of());

        write(List.of(), List.of(start(2), report()));

        assertThat(toldTo(CHILD, PARENT)).containsExactly(close(11));
        assertThat(store().leases().findTold(10)).containsExactly(CHILD);
    }

    @Test
    default void whatIsToldTwice_isOneMessage_andHearingTwiceIsNoFault() {
        write(List.of(start(2)), List.of());
        write(List.of(start(2), close(3)), List.of());
        assertThat(toldTo(CHILD)).containsExactly(start(2), close(3));

        write(List.of(), List.of(start(2)));
        write(List.of(), List.of(start(2)));
        assertThat(toldTo(CHILD)).containsExactly(close(3));
    }

    @Test
    default void transactionThatFails_tellsNothing() {
        assertThatThrownBy(() -> store().runs().inTransaction(transaction -> {
                    transaction.recordMessages(List.of(start(2)), List.of());
                    throw new IllegalStateException("Ordered by the test");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(toldTo(CHILD)).isEmpty();
    }
}
