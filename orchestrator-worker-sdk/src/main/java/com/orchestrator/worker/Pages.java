package com.orchestrator.worker;

import com.orchestrator.api.fleet.QueueStatus;
import com.orchestrator.api.fleet.WorkerStatus;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.LogLine;
import com.orchestrator.api.model.TaskExecution;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages of lists, as the server sends them. */
final class Pages {

    private Pages() {}

    interface PageOf<T> {
        List<T> items();

        Next page();
    }

    record Workers(List<WorkerStatus> items, Next page) implements PageOf<WorkerStatus> {}

    record Queues(List<QueueStatus> items, Next page) implements PageOf<QueueStatus> {}

    record Lines(List<LogLine> items, Next page) {}

    record Next(@Nullable String next) {}

    record Events(List<HistoryEntry> items) {}

    record Tasks(List<TaskExecution> items) {}
}
