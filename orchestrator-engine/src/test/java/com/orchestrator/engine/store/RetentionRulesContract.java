package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.retention.RetentionChange;
import com.orchestrator.api.retention.RetentionRule;
import com.orchestrator.engine.service.Author;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.store.RetentionStore.Changed;
import com.orchestrator.engine.store.RetentionStore.Place;
import com.orchestrator.engine.store.RetentionStore.Walked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How long runs are kept, and which are due by that. */
interface RetentionRulesContract extends StoreUnderTest {

    RetentionRule DAY = new RetentionRule(Duration.ofDays(1), Duration.ofDays(3), null, null, null, false);
    Cause BROKEN = new Cause(Cause.Kind.FAILED, "BROKEN", "no", "a", 1);

    private static Author author(@Nullable Long ifVersion) {
        return new Author("ann", "because", ifVersion);
    }

    private Changed set(String namespace, @Nullable RetentionRule rule) {
        return store().retention().change(namespace, rule, author(null));
    }

    private RunFixture ended(String workflow, String runId) {
        RunFixture run = run(runId);
        run.workflow = workflow;
        record(run.start());
        record(run.complete(Payload.ofJson("{}")));
        return run;
    }

    /** All that is due, however many pieces it takes. */
    private List<UUID> due(RetentionRule rule) {
        List<UUID> due = new ArrayList<>();
        @Nullable Place place = Place.START;
        for (int pieces = 0; place != null; pieces++) {
            assertThat(pieces).isLessThan(20);
            Walked walked = store().retention().walk("shop", rule, place, 2);
            due.addAll(walked.due());
            place = walked.end();
        }
        return due;
    }

    @Test
    default void rule_isSet_changed_andTakenAway_andEachChangeIsKept() {
        assertThat(store().retention().rule("shop")).isEmpty();
        Changed first = set("shop", DAY);
        assertThat(first.wasSet()).isFalse();
        assertThat(first.now().orElseThrow().rule()).isEqualTo(DAY);
        RetentionRule archived = new RetentionRule(null, null, Duration.ZERO, null, Duration.ofDays(400), true);
        assertThat(set("shop", archived).wasSet()).isTrue();
        assertThat(set("shop", archived).now().orElseThrow().version()).isEqualTo(2);
        set("other", DAY);

        assertThat(store().retention().allRules())
                .containsOnlyKeys("other", "shop")
                .containsEntry("shop", archived);
        assertThat(store().retention().rules(new ListQuery(1, null)).items())
                .extracting(RetentionChange::namespace)
                .containsExactly("other");
        assertThat(store().retention()
                        .rules(new ListQuery(
                                1,
                                store().retention()
                                        .rules(new ListQuery(1, null))
                                        .next()))
                        .items())
                .extracting(RetentionChange::namespace)
                .containsExactly("shop");

        set("shop", null);
        assertThat(store().retention().allRules()).containsOnlyKeys("other");
        assertThat(store().retention().changes("shop", new ListQuery(2, null)).items())
                .extracting(RetentionChange::version)
                .containsExactly(3L, 2L);
        assertThat(store().retention().rule("shop").orElseThrow().action()).isEqualTo(RetentionChange.Action.REMOVED);
    }

    @Test
    default void changeThatIsHeldToAnotherVersion_isRefused() {
        set("shop", DAY);
        assertThatThrownBy(() -> store().retention().change("shop", null, author(7L)))
                .isInstanceOfSatisfying(
                        OrchestratorException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED));
        assertThat(store().retention().change("shop", null, author(1L)).wasSet())
                .isTrue();
    }

    @Test
    default void oneServerAtATime_takesWhatIsDue() {
        UUID one = new UUID(0, 1);
        UUID other = new UUID(0, 2);
        set("shop", DAY);

        assertThat(store().retention().claim("shop", one, Duration.ofMinutes(1)))
                .isTrue();
        assertThat(store().retention().claim("shop", one, Duration.ofMinutes(1)))
                .isTrue();
        assertThat(store().retention().claim("shop", other, Duration.ofMinutes(1)))
                .isFalse();
        advance(Duration.ofMinutes(2));
        assertThat(store().retention().claim("shop", other, Duration.ofMinutes(1)))
                .isTrue();
    }

    @Test
    default void runsAreDue_byHowTheyEndedAndSinceWhen_whateverTheirWorkflow() {
        RunFixture done = ended("a", "done");
        RunFixture second = ended("a", "second");
        RunFixture third = ended("a", "third");
        RunFixture elsewhere = ended("b", "elsewhere");
        RunFixture open = run("open");
        record(open.start());
        RunFixture failed = run("failed");
        record(failed.start());
        record(failed.fail(BROKEN));
        RunFixture child = run("child");
        child.parentInstanceId = done.instanceId;
        record(child.start());
        record(child.complete(Payload.ofJson("{}")));
        RunFixture orphan = run("orphan");
        orphan.parentInstanceId = new UUID(0, 99);
        record(orphan.start());
        record(orphan.complete(Payload.ofJson("{}")));
        assertThat(due(DAY)).isEmpty();

        advance(Duration.ofDays(2));
        RunFixture young = ended("a", "young");

        assertThat(due(DAY))
                .containsExactlyInAnyOrder(
                        done.instanceId, second.instanceId, third.instanceId, elsewhere.instanceId, orphan.instanceId);
        Walked walked = store().retention().walk("shop", DAY, Place.of("b"), 10);
        assertThat(walked.due()).contains(elsewhere.instanceId);
        assertThat(walked.overdue()).isBetween(Duration.ofHours(23), Duration.ofHours(25));
        advance(Duration.ofDays(2));
        assertThat(due(DAY)).contains(failed.instanceId, young.instanceId).doesNotContain(open.instanceId);
    }

    @Test
    default void whoHasDeleted_isForgotten() {
        RunFixture run = ended("a", "deleted");
        store().retention()
                .delete(store().retention().trees(List.of(run.instanceId)), new RetentionStore.Deletion("ann", null));
        assertThat(store().retention().forgetDeleted(Duration.ofDays(7), 10)).isZero();
        advance(Duration.ofDays(8));
        assertThat(store().retention().forgetDeleted(Duration.ofDays(7), 10)).isEqualTo(1);
        assertThat(store().retention().wasDeleted(run.instanceId)).isFalse();
    }
}
