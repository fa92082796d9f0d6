package com.orchestrator.etl.jobs;

import com.orchestrator.api.etl.EtlRun;
import com.orchestrator.api.etl.EtlStatus;
import com.orchestrator.api.etl.EtlTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What this server has been told of the ends of runs, since its start. A server that answers slowly may be told twice. */
final class EtlCounters {

    /** More jobs than a dashboard has lines for. */
    private static final int JOBS_MAX = 200;

    private static final String OTHERS = "*";

    /** Runs of a schedule are called by their time. */
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z$");

    private final Map<String, EtlFigures> byJob = new TreeMap<>();

    /** @param tasks both halves of the run */
    synchronized void count(EtlRun run, List<EtlTask> tasks, boolean succeeded) {
        String job = byJob.containsKey(run.jobName()) || byJob.size() < JOBS_MAX ? run.jobName() : OTHERS;
        Instant begun = tasks.get(0).startedAt();
        EtlFigures before = byJob.getOrDefault(job, EtlFigures.none(job));
        byJob.put(
                job,
                new EtlFigures(
                        job,
                        before.completed() + (succeeded ? 1 : 0),
                        before.failed() + (succeeded ? 0 : 1),
                        before.rowsRead() + orZero(run.rowsRead()),
                        before.rowsLoaded() + (succeeded ? orZero(run.rowsLoaded()) : 0),
                        before.rowsRejected() + orZero(run.rowsRejected()),
                        before.seconds() + seconds(begun, end(tasks)),
                        lag(run.runId(), begun, before.scheduleLagSeconds())));
    }

    private static long orZero(@Nullable Long rows) {
        return rows == null ? 0 : rows;
    }

    /** Of the last half that has come to an end. */
    private static @Nullable Instant end(List<EtlTask> tasks) {
        Instant load = tasks.get(1).completedAt();
        return load == null || tasks.get(1).status() == EtlStatus.PENDING
                ? tasks.get(0).completedAt()
                : load;
    }

    private static double seconds(@Nullable Instant from, @Nullable Instant to) {
        return from == null || to == null
                ? 0
                : Math.max(0, Duration.between(from, to).toMillis() / 1_000.0);
    }

    private static double lag(String runId, @Nullable Instant begun, double before) {
        Matcher time = TIME.matcher(runId);
        return time.find() ? seconds(Instant.parse(time.group()), begun) : before;
    }

    synchronized List<EtlFigures> read() {
        return new ArrayList<>(byJob.values());
    }
}
