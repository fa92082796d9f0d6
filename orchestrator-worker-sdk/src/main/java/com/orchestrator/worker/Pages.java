package com.orchestrator.worker;

import com.orchestrator.api.fleet.AuditRecord;
import com.orchestrator.api.fleet.OutboxStatus;
import com.orchestrator.api.fleet.QueueStatus;
import com.orchestrator.api.fleet.QuotaRefusal;
import com.orchestrator.api.fleet.ServerSetting;
import com.orchestrator.api.fleet.WorkerStatus;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.LogLine;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.TaskExecution;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages of lists, as the server sends them. */
final class Pages {

    private Pages() {}

    interface PageOf<T> {
        List<T> items();

        Next page();

        /** The same without how it came. */
        default Page<T> asPage() {
            return new Page<>(items(), page().next());
        }
    }

    /**
     * All that a list has.
     *
     * @param first page, with a limit
     */
    static <T> List<T> all(String first, Function<String, ? extends PageOf<T>> read) {
        List<T> all = new ArrayList<>();
        @Nullable String path = first;
        while (path != null) {
            PageOf<T> page = read.apply(path);
            all.addAll(page.items());
            String next = page.page().next();
            path = next == null ? null : first + "&cursor=" + OrchestratorClient.segment(next);
        }
        return all;
    }

    record Workers(List<WorkerStatus> items, Next page) implements PageOf<WorkerStatus> {}

    record Queues(List<QueueStatus> items, Next page) implements PageOf<QueueStatus> {}

    record Audit(List<AuditRecord> items, Next page) implements PageOf<AuditRecord> {}

    record Lines(List<LogLine> items, Next page) implements PageOf<LogLine> {}

    record Next(@Nullable String next) {}

    record Events(List<HistoryEntry> items) {}

    record Settings(List<ServerSetting> items) {}

    record Outboxes(List<OutboxStatus> items) {}

    record Quotas(List<QuotaRefusal> items) {}

    record Tasks(List<TaskExecution> items) {}
}
