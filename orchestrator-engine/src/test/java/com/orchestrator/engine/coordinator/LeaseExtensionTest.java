package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.LeaseRenewal;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.PollResponse.RenewalStatus;
import com.orchestrator.api.request.PollResponse.RenewalVerdict;
import com.orchestrator.engine.service.TaskService;
import com.orchestrator.engine.store.LeaseStore.Renewal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Leases that last longer than somebody works under them. */
class LeaseExtensionTest {

    private final OneTask one = new OneTask();
    private final TaskService tasks = one.service();

    @AfterEach
    void close() {
        one.close();
    }

    private PollRequest renewing(String workerId, LeaseRenewal... renewals) {
        return new PollRequest(workerId, List.of(), 0, Duration.ZERO, null, List.of(), List.of(renewals));
    }

    @Test
    void firstRenewal_mayAskForAMonth_andTheNextDoesNotTakeItBack() {
        LeasedTask task = one.poll();
        LeaseRenewal month = new LeaseRenewal(task.executionId(), task.fenceToken(), null, LeaseRenewal.LEASE_MAX);

        RenewalVerdict extended = tasks.renewLease("w", month).join();
        RenewalVerdict renewed = tasks.renewLease("w", new LeaseRenewal(task.executionId(), task.fenceToken(), null))
                .join();

        assertThat(extended.leaseExpiresAt()).isEqualTo(Instant.EPOCH.plus(LeaseRenewal.LEASE_MAX));
        assertThat(renewed.leaseExpiresAt()).isEqualTo(extended.leaseExpiresAt());
    }

    @Test
    void renewalByTheHolder_renewsForNobodyElse() {
        LeasedTask task = one.poll();
        LeaseRenewal right = new LeaseRenewal(task.executionId(), task.fenceToken(), null);
        LeaseRenewal wrong = new LeaseRenewal(task.executionId(), task.fenceToken() + 1, null);

        assertThat(tasks.poll(renewing("w", wrong, right, right)).join().renewals())
                .extracting(RenewalVerdict::status)
                .containsExactly(RenewalStatus.LOST, RenewalStatus.RENEWED, RenewalStatus.RENEWED);
    }

    @Test
    void extensionAndRenewalInOneBatch_areTheLongerTimeAndTheNewerProgress() {
        UUID id = new UUID(0, 1);
        Payload progress = Payload.ofJson("1");
        Renewal plain = new Renewal(id, "w", 1, progress, null);
        Renewal hour = new Renewal(id, "w", 1, null, Duration.ofHours(1));
        Renewal day = new Renewal(id, "w", 1, null, Duration.ofDays(1));
        Renewal wanted = new Renewal(id, "w", 1, progress, Duration.ofHours(1));

        assertThat(LeaseRenewals.both(plain, hour)).isEqualTo(wanted);
        assertThat(LeaseRenewals.both(hour, plain)).isEqualTo(wanted);
        assertThat(LeaseRenewals.both(hour, day)).isEqualTo(day);
        assertThat(LeaseRenewals.both(day, hour)).isEqualTo(day);
    }
}
