package com.orchestrator.etl;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.orchestrator.api.etl.EtlNames;
import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.connectors.Extraction;
import com.orchestrator.connectors.Extraction.Request;
import com.orchestrator.connectors.Source;
import com.orchestrator.connectors.Target;
import com.orchestrator.connectors.Workroom;
import com.orchestrator.connectors.pack.LoadPackage;
import com.orchestrator.connectors.pack.Manifest;
import com.orchestrator.worker.TaskContext;
import com.orchestrator.worker.TaskFailure;
import com.orchestrator.worker.TaskHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the worker does for runs of jobs. */
public final class EtlHandlers {

    /** What both tasks are told. */
    record Task(
            String job, @JsonProperty("package") @Nullable String directory) {}

    /** Where the package lies, and what is in it. */
    record Extracted(
            String directory,
            long rowsRead,
            long rowsRejected,
            @Nullable String rejects,
            long rows,
            long bytes,
            List<String> changes,
            @Nullable String cursor) {}

    record Loaded(long rows, boolean repeated) {}

    /** What is heard of a task under way. */
    record Progress(long rows) {}

    /** Hears where the work is: a job, and a step of it. */
    @FunctionalInterface
    interface Whereabouts {
        void reached(String job, String step);
    }

    /** A load that somebody may want to end; once it is committed there is nothing left to end. */
    record Watched(TaskContext context, String job, Whereabouts whereabouts) implements Target.Steps {

        @Override
        public void reached(String step) {
            whereabouts.reached(job, step);
            if (!step.equals("committed")) {
                context.throwIfCancelled();
            }
        }

        @Override
        public void written(long rows) {
            context.throwIfCancelled();
            context.heartbeat(new Progress(rows));
        }
    }

    private final Workroom workroom;
    private final PackageStore packages;
    private final Path rejects;
    private final JobEnds ends;
    private final Whereabouts whereabouts;

    /**
     * @param data a directory that all ETL workers share: load packages and rejected rows lie there
     */
    public EtlHandlers(Workroom workroom, Path data, ConfigResolver configs) {
        this(workroom, data, configs, (job, step) -> {});
    }

    EtlHandlers(Workroom workroom, Path data, ConfigResolver configs, Whereabouts whereabouts) {
        this.whereabouts = whereabouts;
        this.workroom = workroom;
        this.packages = PackageStore.below(data);
        this.rejects = data.resolve("rejects");
        this.ends = new JobEnds(workroom, configs);
    }

    @TaskHandler(EtlNames.EXTRACT)
    Extracted extract(Task task, TaskContext context) {
        return answer(task, job -> {
            String run = context.instanceId().toString();
            Path directory = packages.begin(run, context.fenceToken());
            Path rejected = rejects.resolve(run + ".csv");
            try (Source source = ends.source(job);
                    Target target = ends.target(job)) {
                whereabouts.reached(job.name(), "extracting");
                Request request = JobEnds.request(job, run, target);
                Extraction extraction = new Extraction(rows -> {
                    context.throwIfCancelled();
                    context.heartbeat(new Progress(rows));
                });
                LoadPackage pack = job.way(workroom).run(extraction, source, request, directory, rejected);
                whereabouts.reached(job.name(), "packed");
                return extracted(pack, rejected);
            } catch (RuntimeException failed) {
                packages.giveUp(directory);
                throw failed;
            }
        });
    }

    private static Extracted extracted(LoadPackage pack, Path rejected) {
        Manifest manifest = pack.manifest();
        return new Extracted(
                pack.directory().toString(),
                manifest.rowsRead(),
                manifest.rowsRejected(),
                Files.exists(rejected) ? rejected.toString() : null,
                manifest.rows(),
                manifest.bytes(),
                manifest.changes(),
                manifest.to());
    }

    @TaskHandler(EtlNames.LOAD)
    Loaded load(Task task, TaskContext context) {
        return answer(task, job -> {
            LoadPackage pack = LoadPackage.open(Path.of(String.valueOf(task.directory())));
            try (Target target = ends.target(job)) {
                Target.Loaded loaded = target.load(pack, new Watched(context, job.name(), whereabouts));
                return new Loaded(loaded.rows(), loaded.repeated());
            }
        });
    }

    /** What may pass is tried again; anything else ends the run, with what is wrong, and drops its package. */
    private static <T> T answer(Task task, Function<EtlJob, T> work) {
        try {
            return work.apply(EtlJob.read(task.job()));
        } catch (ConnectorException e) {
            throw e.isPassing()
                    ? TaskFailure.retryable(e.code(), e.getMessage())
                    : TaskFailure.compensate(e.code(), e.getMessage());
        }
    }
}
