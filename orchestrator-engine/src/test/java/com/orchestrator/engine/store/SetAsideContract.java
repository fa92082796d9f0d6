package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Incident;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.service.InstanceQuery;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.testkit.Queries;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Runs that are set aside are found by nobody who looks for work, and by everybody who looks for them. */
interface SetAsideContract extends StoreUnderTest {

    UUID BEFORE_ALL = new UUID(0, 0);
    UUID SERVER = new UUID(7, 1);
    UUID OTHER_SERVER = new UUID(7, 2);

    private Incident setAside(UUID instanceId, long incident, String message) {
        return setAside(instanceId, incident, message, SERVER);
    }

    private Incident setAside(UUID instanceId, long incident, String message, UUID server) {
        return store().setAside()
                .setAside(
                        new SetAsideStore.Fault(instanceId, new UUID(9, incident), "DECISION_FAILED", message, server));
    }

    private void close(UUID instanceId, UUID server) {
        store().runs().inTransaction(transaction -> {
            transaction.closeIncidents(Set.of(instanceId), server);
            return instanceId;
        });
    }

    private List<UUID> untried(UUID server) {
        return store().setAside().untried(server, BEFORE_ALL, 10);
    }

    @Test
    default void itsRows_areFoundByNobodyWhoLooksForWork_andThoseOfOthersAre() {
        RunFixture odd = run("odd");
        RunFixture plain = run("plain");
        odd.wakeAt = now();
        plain.wakeAt = now();
        ExecutionRow ready = odd.execution().task("a").row();
        ExecutionRow leased = odd.execution().task("b").leased("w", 1, now()).row();
        ExecutionRow other = plain.execution().task("a").row();
        record(odd.start(ready, leased), plain.start(other));
        tell(odd.instanceId, plain.instanceId);
        tell(plain.instanceId, odd.instanceId);

        setAside(odd.instanceId, 1, "it broke");

        assertThat(lockDue("queue", 10)).containsExactly(other.executionId());
        assertThat(store().leases().findExpiredLeases(10)).isEmpty();
        assertThat(store().leases().findDueRuns(10)).containsExactly(plain.instanceId);
        assertThat(store().leases().findTold(10)).containsExactly(plain.instanceId);
        assertThat(store().leases().whatIsDue(Set.of("queue")).leases()).isFalse();
    }

    private void tell(UUID receiver, UUID sender) {
        RunMessage.Undo undo = new RunMessage.Undo(null, null);
        store().runs().inTransaction(transaction -> {
            transaction.recordMessages(List.of(new RunMessage(receiver, sender, 1, undo, null)), List.of());
            return receiver;
        });
    }

    @Test
    default void itIsShownAsSuspended_withItsIncident() {
        RunFixture odd = run("odd");
        record(odd.start(), run("plain").start());

        Incident incident = setAside(odd.instanceId, 1, "it broke");

        WorkflowInstance shown = store().reads().findInstance(odd.instanceId).orElseThrow();
        assertThat(shown.state()).isEqualTo(WorkflowState.SUSPENDED);
        assertThat(shown.incident()).isEqualTo(incident);
        assertThat(store().setAside().find(odd.instanceId)).contains(incident);
        assertThat(store().setAside().count()).isEqualTo(1);
        InstanceQuery suspended =
                Queries.runs(Set.of(WorkflowState.SUSPENDED), null, null, null, null, new ListQuery(10, null));
        assertThat(store().reads().listInstances(suspended).items())
                .extracting(WorkflowInstance::instanceId)
                .containsExactly(odd.instanceId);
    }

    @Test
    default void whatHasEnded_isShownAsItEnded() {
        RunFixture odd = run("odd");
        record(odd.start());
        record(odd.complete(Payload.NULL));

        setAside(odd.instanceId, 1, "a late report broke it");

        assertThat(store().reads().findInstance(odd.instanceId).orElseThrow().state())
                .isEqualTo(WorkflowState.COMPLETED);
    }

    @Test
    default void secondFault_staysInTheIncidentThatIsOpen_andSaysWhatWasMetLast() {
        RunFixture odd = run("odd");
        record(odd.start());
        Incident first = setAside(odd.instanceId, 1, "first");
        advance(Duration.ofSeconds(5));

        Incident second = setAside(odd.instanceId, 2, "second");
        close(odd.instanceId, SERVER);
        Incident third = setAside(odd.instanceId, 3, "third");

        assertThat(second.incidentId()).isEqualTo(first.incidentId());
        assertThat(second.openedAt()).isEqualTo(first.openedAt());
        assertThat(second.message()).isEqualTo("second");
        assertThat(third.incidentId()).isEqualTo(new UUID(9, 3));
    }

    @Test
    default void eachServer_triesOnce_andAgainAfterAnHour() {
        UUID odd = run("odd").instanceId;
        setAside(odd, 1, "it broke");
        assertThat(untried(SERVER)).isEmpty();
        assertThat(untried(OTHER_SERVER)).containsExactly(odd);
        assertThat(store().setAside().untried(OTHER_SERVER, odd, 10)).isEmpty();

        close(odd, OTHER_SERVER);
        assertThat(untried(new UUID(7, 3))).as("it goes on").isEmpty();
        setAside(odd, 2, "it broke again");
        assertThat(untried(OTHER_SERVER))
                .as("two that disagree do not play ball with it")
                .isEmpty();

        advance(Duration.ofHours(1).plusSeconds(1));
        assertThat(untried(OTHER_SERVER)).containsExactly(odd);
    }

    @Test
    default void reports_areKeptInOrder_eachOnce_untilItGoesOn() {
        RunFixture odd = run("odd");
        UUID first = odd.execution().row().executionId();
        UUID second = odd.execution().row().executionId();
        Failure failure =
                new Failure(FailureKind.FATAL, "NO", "say \u0000 what you like", Payload.NULL, Duration.ofDays(9));
        KeptReport failed = new KeptReport("w".repeat(9_000), TaskReport.failure(second, 4, failure));
        KeptReport succeeded = new KeptReport("w", TaskReport.success(first, 3, Payload.ofJson("{\"n\":1.00}")));
        setAside(odd.instanceId, 1, "it broke");

        store().setAside().keep(failed);
        advance(Duration.ofSeconds(1));
        store().setAside().keep(succeeded);
        store().runs().inTransaction(transaction -> {
            transaction.keepReports(List.of(succeeded));
            return first;
        });

        assertThat(kept(odd.instanceId)).containsExactly(failed, succeeded);
        close(odd.instanceId, SERVER);
        assertThat(kept(odd.instanceId)).isEmpty();
    }

    private List<KeptReport> kept(UUID instanceId) {
        return store().runs().inTransaction(transaction -> transaction.loadKept(instanceId));
    }
}
