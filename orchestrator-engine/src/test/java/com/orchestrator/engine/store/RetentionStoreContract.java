package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.LogLine;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.find.FieldValue;
import com.orchestrator.engine.find.RunField;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.service.FeedEntry;
import com.orchestrator.engine.service.FeedPosition;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.RetentionStore.Deletion;
import com.orchestrator.engine.store.RunTree.Member;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Runs that have ended go whole, with their children, and nothing else goes. */
interface RetentionStoreContract extends StoreUnderTest {

    Cause DECLINED = new Cause(Cause.Kind.FAILED, "DECLINED", "no", "a", 1);

    private RunFixture ended(String runId) {
        return ended(run(runId));
    }

    private RunFixture ended(RunFixture run) {
        record(run.start());
        record(run.complete(Payload.ofJson("{\"n\":2}")));
        return run;
    }

    private RunFixture childOf(RunFixture parent, String runId) {
        RunFixture child = run(runId);
        child.parentInstanceId = parent.instanceId;
        return child;
    }

    private List<RunTree> trees(RunFixture... roots) {
        return store().retention()
                .trees(List.of(roots).stream().map(run -> run.instanceId).toList());
    }

    private Set<UUID> delete(RunFixture... roots) {
        return store().retention().delete(trees(roots), null);
    }

    private boolean isThere(RunFixture run) {
        return store().reads().findInstance(run.instanceId).isPresent()
                || !history(run.instanceId).isEmpty();
    }

    @Test
    default void tree_isARunWithAllThatItHasStarted_asItStands() {
        RunFixture parent = ended("parent");
        RunFixture child = ended(childOf(parent, "child"));
        RunFixture grandchild = childOf(child, "grandchild");
        grandchild.labels = Map.of(RetentionStore.LEGAL_HOLD, "case 7");
        record(grandchild.start());
        ended("other");

        RunTree tree = trees(parent).get(0);

        assertThat(tree.root()).isEqualTo(parent.instanceId);
        assertThat(tree.ids()).containsExactlyInAnyOrder(parent.instanceId, child.instanceId, grandchild.instanceId);
        assertThat(tree.rootMember().sequenceNumber()).isEqualTo(2);
        assertThat(tree.rootMember().parent()).isNull();
        assertThat(tree.members())
                .filteredOn(Member::isHeld)
                .extracting(Member::instanceId)
                .containsExactly(grandchild.instanceId);
        assertThat(trees(child).get(0).rootMember().parent()).isEqualTo(parent.instanceId);
        assertThat(trees(run("never"))).isEmpty();
    }

    @Test
    default void runThatIsDeleted_leavesNothing_andItsNameIsFree() {
        RunFixture run = run("gone");
        run.labels = Map.of("tier", "gold");
        run.attributes = Map.of(new RunField.Attribute("total"), new FieldValue.Text("7"));
        ExecutionRow attempt = run.execution().row();
        record(run.start(attempt));
        store().logs().append(List.of(new LogLine(attempt.executionId(), 0, 1, now(), LogLine.Level.INFO, "hello")));
        record(run.without(attempt));
        record(run.fail(DECLINED));
        RunFixture other = ended("stays");
        FeedPosition start = FeedPosition.START;

        assertThat(delete(run)).containsExactly(run.instanceId);

        assertThat(isThere(run)).isFalse();
        assertThat(isThere(other)).isTrue();
        assertThat(store().logs().list(run.instanceId, new ListQuery(10, null)).items())
                .isEmpty();
        Map<RunKey, UUID> taken = store().runs().inTransaction(transaction -> transaction.findRuns(List.of(run.key())));
        assertThat(taken).isEmpty();
        assertThat(store().feed().read(store().feed().behind(start, 100).pages()))
                .extracting(FeedEntry::instanceId)
                .containsOnly(other.instanceId);
        RunFixture again = run("gone");
        assertThat(record(again.start())).isEmpty();
        assertThat(isThere(again)).isTrue();
    }

    @Test
    default void childrenGoWithTheirParent() {
        RunFixture parent = ended("p");
        RunFixture child = ended(childOf(parent, "c"));
        RunFixture grandchild = ended(childOf(child, "g"));

        assertThat(delete(parent)).containsExactly(parent.instanceId);

        assertThat(List.of(parent, child, grandchild)).noneMatch(this::isThere);
    }

    @Test
    default void whatHasNotEnded_orHasMovedSince_stays() {
        RunFixture open = run("open");
        record(open.start());
        RunFixture parent = ended("parent");
        RunFixture running = childOf(parent, "running");
        record(running.start());
        RunFixture moved = ended("moved");
        List<RunTree> seen = trees(open, parent, moved);
        record(moved.move(new LifecycleEvent.WorkflowPaused("because"), null, List.of(), List.of()));

        assertThat(store().retention().delete(seen, null)).isEmpty();

        assertThat(List.of(open, parent, running, moved)).allMatch(this::isThere);
        assertThat(delete(moved)).containsExactly(moved.instanceId);
    }

    @Test
    default void whatHasToldAnotherRunSomething_staysUntilItIsHeard() {
        RunFixture parent = ended("telling");
        UUID notThereYet = RunFixture.nextId();
        RunMessage close = new RunMessage(
                notThereYet, parent.instanceId, 2, new RunMessage.Close(null, RunMessage.How.UNDO, DECLINED), null);
        store().runs().inTransaction(transaction -> {
            transaction.recordMessages(List.of(close), List.of());
            return close;
        });

        assertThat(delete(parent)).isEmpty();

        store().runs().inTransaction(transaction -> {
            transaction.recordMessages(List.of(), List.of(close));
            return close;
        });
        assertThat(delete(parent)).containsExactly(parent.instanceId);
    }

    /** What another server remembers of a run is not true for ever. */
    @Test
    default void nobodyAppendsToARunThatIsGone() {
        RunFixture run = ended("raced");
        delete(run);

        Set<UUID> lost = record(run.move());

        assertThat(lost).containsExactly(run.instanceId);
        assertThat(isThere(run)).isFalse();
    }

    @Test
    default void whoWorksOnARun_isNotDisturbed() {
        RunFixture run = ended("busy");
        List<RunTree> seen = trees(run);

        Set<UUID> gone = store().runs().inTransaction(transaction -> {
            StoreUnderTest.record(transaction, run.move());
            return store().retention().delete(seen, null);
        });

        assertThat(gone).isEmpty();
        assertThat(history(run.instanceId)).hasSize(3);
    }

    @Test
    default void whoHasDeleted_isKnown_andWhatWentByARule_isNot() {
        RunFixture byHand = ended("by-hand");
        RunFixture child = ended(childOf(byHand, "with-it"));
        RunFixture byRule = ended("by-rule");
        store().retention().delete(trees(byHand), new Deletion("ann", "asked for"));
        delete(byRule);

        assertThat(store().retention().wasDeleted(byHand.instanceId)).isTrue();
        assertThat(store().retention().wasDeleted(child.instanceId)).isTrue();
        assertThat(store().retention().wasDeleted(byRule.instanceId)).isFalse();
        assertThat(isThere(byRule)).isFalse();
    }
}
