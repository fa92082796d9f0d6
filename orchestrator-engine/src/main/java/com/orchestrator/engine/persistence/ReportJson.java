package com.orchestrator.engine.persistence;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.api.request.Failure;
import com.orchestrator.api.request.TaskReport;
import com.orchestrator.engine.history.ExecutionId;
import com.orchestrator.engine.persistence.sql.KeptReports.ReportRow;
import com.orchestrator.engine.store.KeptReport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What workers have reported ⇄ rows. */
public final class ReportJson {

    private static final String FAILURE = "/failure";
    private static final String OUTPUT = "/output";

    private ReportJson() {}

    /** A report that is not sealed. */
    public static ReportRow row(KeptReport kept) {
        return row(kept, RunSeal.PLAIN);
    }

    static ReportRow row(KeptReport kept, RunSeal seal) {
        TaskReport report = kept.report();
        String place = place(report.executionId(), report.fenceToken());
        return new ReportRow(
                report.executionId(),
                report.fenceToken(),
                ExecutionId.instanceOf(report.executionId()),
                kept.workerId(),
                seal.seal(place + FAILURE, report.failure() == null ? null : bytes(report.failure())),
                seal.seal(
                        place + OUTPUT,
                        report.output() == null ? null : report.output().bytes()));
    }

    private static String place(UUID executionId, long fenceToken) {
        return "report/" + executionId + "/" + fenceToken;
    }

    static KeptReport report(ReportRow row, RunSeal seal) {
        String place = place(row.executionId(), row.fenceToken());
        return report(new ReportRow(
                row.executionId(),
                row.fenceToken(),
                row.instanceId(),
                row.workerId(),
                seal.open(place + FAILURE, row.failure()),
                seal.open(place + OUTPUT, row.output())));
    }

    public static KeptReport report(ReportRow row) {
        byte[] failure = row.failure();
        byte[] output = row.output();
        TaskReport report = failure == null
                ? TaskReport.success(
                        row.executionId(), row.fenceToken(), output == null ? Payload.NULL : Payload.ofJson(output))
                : TaskReport.failure(
                        row.executionId(),
                        row.fenceToken(),
                        EventJson.parse(new String(failure, StandardCharsets.UTF_8), StoredFailure.class)
                                .failure());
        return new KeptReport(row.workerId(), report);
    }

    private static byte[] bytes(Failure failure) {
        Duration wish = failure.retryAfter();
        StoredFailure stored = new StoredFailure(
                failure.toError(), wish == null ? null : wish.getSeconds(), wish == null ? 0 : wish.getNano());
        return EventJson.print(stored).getBytes(StandardCharsets.UTF_8);
    }

    /** @param retrySeconds when it is to be tried again; null when the worker has no wish */
    private record StoredFailure(TaskError error, @Nullable Long retrySeconds, int retryNanos) {

        Failure failure() {
            return new Failure(
                    error.kind(),
                    error.code(),
                    error.message(),
                    error.details(),
                    retrySeconds == null ? null : Duration.ofSeconds(retrySeconds, retryNanos));
        }
    }
}
