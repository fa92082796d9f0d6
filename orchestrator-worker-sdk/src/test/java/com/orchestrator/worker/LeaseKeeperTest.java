package com.orchestrator.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.api.model.ExecutionKind;
import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LeaseKeeperTest {

    private static final long LEASE = 30_000;
    private final LeaseKeeper keeper = new LeaseKeeper();

    private static TaskRun run(int number) {
        UUID id = new UUID(0, number);
        LeasedTask task = new LeasedTask(
                id,
                id,
                "n",
                "w",
                1,
                "r",
                "t",
                null,
                "a",
                "a",
                ExecutionKind.ACTION,
                1,
                3,
                number,
                Instant.EPOCH,
                "k",
                null,
                Payload.NULL,
                null,
                Map.of());
        TaskLease lease = new TaskLease(() -> 0L, 0, () -> {});
        RegisteredHandler handler =
                new RegisteredHandler("a", null, (in, context) -> null, Set.of(), 0, TaskThreads.AUTO);
        LeaseExtender none = (of, length) -> {
            throw new AssertionError("Nobody asks");
        };
        return new TaskRun(
                task,
                handler,
                lease,
                new TaskContext(
                        task, lease, new ObjectMapper(), InstantSource.system(), new TaskLinks(none, line -> {})));
    }

    @Test
    void renewalIsDueAfterAThird_andThoseHalfwayRideAlong() {
        TaskRun first = run(1);
        TaskRun second = run(2);
        TaskRun third = run(3);
        keeper.add(first, 0, LEASE);
        keeper.add(second, 4_000, LEASE);
        keeper.add(third, 9_000, LEASE);

        assertThat(keeper.isAnyDue(9_999)).isFalse();
        assertThat(keeper.nextTick(0)).contains(10_000L);
        assertThat(keeper.isAnyDue(10_000)).isTrue();
        assertThat(keeper.takeDue(10_000)).extracting(LeaseKeeper.Renewal::run).containsExactly(first, second);
        assertThat(keeper.isAnyDue(10_000)).isFalse();
    }

    @Test
    void trustEndsBeforeTheLease_andARenewalCountsFromItsSending() {
        TaskRun run = run(1);
        keeper.add(run, 0, LEASE);
        keeper.takeDue(10_000);
        keeper.renewed(run, 10_000, LEASE);

        assertThat(keeper.takeExpired(36_999)).isEmpty();
        assertThat(keeper.takeExpired(37_000)).containsExactly(run);
        assertThat(keeper.remove(run)).isFalse();
    }

    @Test
    void renewalThatFailed_isDueAgain_withItsProgress() {
        TaskRun run = run(1);
        keeper.add(run, 0, LEASE);
        run.lease().reportProgress(Payload.ofJson("7"));

        List<LeaseKeeper.Renewal> sent = keeper.takeDue(10_000);
        keeper.notRenewed(sent.get(0));

        assertThat(keeper.isAnyDue(10_000)).isTrue();
        assertThat(keeper.takeDue(10_000).get(0).progress()).hasToString("7");
    }

    @Test
    void leaseIsNeverTakenToBeLongerThanAskedFor() {
        Instant now = Instant.parse("2026-11-21T10:00:00Z");
        LeaseLength length = new LeaseLength(Duration.ofSeconds(20));

        assertThat(length.nanos(now.plusSeconds(300), Optional.of(now))).isEqualTo(20_000_000_000L);
        assertThat(length.nanos(now.plusSeconds(11), Optional.of(now))).isEqualTo(10_000_000_000L);
        assertThat(length.nanos(now.minusSeconds(60), Optional.of(now))).isEqualTo(20_000_000_000L);
        assertThat(new LeaseLength(null).nanos(null, Optional.empty())).isEqualTo(30_000_000_000L);
    }
}
