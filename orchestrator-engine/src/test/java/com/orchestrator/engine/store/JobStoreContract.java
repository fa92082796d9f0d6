package com.orchestrator.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.Payload;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Names that jobs have for themselves. */
interface JobStoreContract extends StoreUnderTest {

    private RunFixture named(String run, JobKey... names) {
        RunFixture fixture = run(run);
        fixture.names = new RunRecord.Names(List.of(names), List.of());
        return fixture;
    }

    private Map<JobKey, UUID> find(JobKey... names) {
        return store().runs().inTransaction(transaction -> transaction.findJobs(List.of(names)));
    }

    @Test
    default void name_isOfWhoeverCameFirst() {
        JobKey id = JobKey.id("mail-1");
        RunFixture first = named("job-1", id);
        RunFixture second = named("job-2", id, JobKey.dedupe("mail", "k"));
        RunFixture third = named("job-3", JobKey.dedupe("mail", "mail-1"));

        assertThat(record(first.start())).isEmpty();
        assertThat(record(second.start(), third.start())).containsExactly(second.instanceId);

        assertThat(find(id, JobKey.dedupe("mail", "mail-1"), JobKey.dedupe("mail", "k")))
                .isEqualTo(Map.of(id, first.instanceId, JobKey.dedupe("mail", "mail-1"), third.instanceId));
        assertThat(store().reads().findInstance(second.instanceId)).isEmpty();
    }

    @Test
    default void name_isFreeAgain_whenTheJobGivesItUp() {
        JobKey key = JobKey.dedupe("mail", "k2");
        RunFixture first = named("job-4", key);
        record(first.start());
        RunRecord end = first.complete(Payload.EMPTY_OBJECT);

        record(new RunRecord(
                end.instanceId(),
                end.expectedSequenceNumber(),
                end.events(),
                end.instance(),
                List.of(),
                List.of(),
                List.of(),
                false,
                PermitChange.NONE,
                new RunRecord.Names(List.of(), List.of(key)),
                RunRecord.Form.ROWS,
                null,
                RunRecord.Finding.PLAIN,
                false));

        assertThat(find(key)).isEmpty();
        RunFixture second = named("job-5", key);
        assertThat(record(second.start())).isEmpty();
        assertThat(find(key)).isEqualTo(Map.of(key, second.instanceId));
    }

    @Test
    default void run_thatLosesItsKey_takesNoName() {
        JobKey id = JobKey.id("mail-6");
        record(run("job-6").start());
        RunFixture second = named("job-6", id);

        assertThat(record(second.start())).containsExactly(second.instanceId);
        assertThat(find(id)).isEmpty();
    }
}
