package com.orchestrator.engine.coordinator;

import com.orchestrator.api.model.LeasedTask;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.PollRequest;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.SteppedEngine;
import java.time.Duration;
import java.util.List;

/** Works for a stepped engine, and never fails. */
public final class SteppedWorker {

    private final SteppedEngine engine;
    private final String queue;
    private List<TaskReport> done = List.of();

    public SteppedWorker(SteppedEngine engine, String queue) {
        this.engine = engine;
        this.queue = queue;
    }

    /**
     * One call: reports what it took the last time and takes what there is.
     *
     * @return how many tasks it took
     */
    public int turn(int max) {
        PollRequest request =
                new PollRequest("w", List.of(queue), max, Duration.ZERO, Duration.ofMinutes(30), done, List.of());
        var answer = engine.tasks().poll(request);
        engine.settle();
        done = answer.join().tasks().stream().map(SteppedWorker::success).toList();
        return done.size();
    }

    public void turns(int count, int max) {
        for (int i = 0; i < count; i++) {
            turn(max);
        }
    }

    private static TaskReport success(LeasedTask task) {
        return TaskReport.success(task.executionId(), task.fenceToken(), Payload.EMPTY_OBJECT);
    }
}
