package com.orchestrator.engine.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.LeaseRenewal;
import com.orchestrator.engine.service.TaskService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a worker has reported as progress is handed to whoever goes on with the task. */
class ProgressTest {

    private final OneTask one = new OneTask();
    private final TaskService tasks = one.service();

    @AfterEach
    void close() {
        one.close();
    }

    @Test
    void firstLease_hasNone() {
        assertThat(one.poll().lastProgress()).isNull();
    }

    @Test
    void taskThatIsGivenBack_keepsIt() {
        LeasedTask first = one.poll();
        Payload half = Payload.ofJson("{\"done\": 0.5}");
        tasks.renewLease("w", new LeaseRenewal(first.executionId(), first.fenceToken(), half))
                .join();

        tasks.releaseTask(first.executionId(), "w", first.fenceToken()).join();

        assertThat(one.poll().lastProgress()).isEqualTo(half);
    }
}
