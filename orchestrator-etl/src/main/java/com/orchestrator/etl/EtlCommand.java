package com.orchestrator.etl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.orchestrator.api.etl.EtlJob;
import com.orchestrator.api.etl.EtlJobSpec;
import com.orchestrator.api.etl.EtlRun;
import com.orchestrator.api.etl.EtlStatus;
import com.orchestrator.worker.EtlClient;
import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.OrchestratorProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code etl put FILE | list | run JOB RUN-ID | runs JOB | delete JOB}: jobs from the command line. */
public final class EtlCommand {

    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private final EtlClient jobs;
    private final Appendable out;

    EtlCommand(EtlClient jobs, Appendable out) {
        this.jobs = jobs;
        this.out = out;
    }

    public static void main(String[] words) throws IOException {
        EtlCommand command = new EtlCommand(OrchestratorClient.fromEnvironment().etl(), System.out);
        int code = command.run(List.of(words));
        if (code != 0) {
            System.exit(code);
        }
    }

    /** What the process ends with. */
    int run(List<String> words) throws IOException {
        try {
            return switch (words.isEmpty() ? "" : words.get(0) + " " + (words.size() - 1)) {
                case "put 1" -> put(Path.of(words.get(1)));
                case "list 0" -> list();
                case "run 2" -> run(words.get(1), words.get(2));
                case "runs 1" -> runs(words.get(1));
                case "delete 1" -> delete(words.get(1));
                default -> misused();
            };
        } catch (JsonProcessingException notJson) {
            return failed("This is no JSON of a job: " + notJson.getOriginalMessage());
        } catch (OrchestratorProblemException | IOException | UncheckedIOException e) {
            return failed(String.valueOf(e.getMessage()));
        }
    }

    private int misused() throws IOException {
        say("etl put FILE, etl list, etl run JOB RUN-ID, etl runs JOB, or etl delete JOB");
        return MISUSED;
    }

    private int failed(String why) throws IOException {
        say(why);
        return FAILED;
    }

    private void say(String line) throws IOException {
        out.append(line).append('\n');
    }

    private int put(Path file) throws IOException {
        EtlJob job = jobs.put(JSON.readValue(Files.readString(file), EtlJobSpec.class));
        say("job " + job.name() + " is there" + next(job));
        return 0;
    }

    private static String next(EtlJob job) {
        return job.nextRunAt() == null ? "" : ", next at " + job.nextRunAt();
    }

    private int list() throws IOException {
        for (EtlJob job : jobs.list()) {
            say(job.name() + "  " + job.extractorType() + " to " + job.loaderType() + next(job));
        }
        return 0;
    }

    private int run(String name, String runId) throws IOException {
        Optional<EtlJob> job = jobs.find(name);
        if (job.isEmpty()) {
            return unknown(name);
        }
        EtlRun run = jobs.await(jobs.run(job.get().id(), runId).id(), PATIENCE);
        say(line(run));
        return run.status() == EtlStatus.COMPLETED ? 0 : FAILED;
    }

    private int unknown(String name) throws IOException {
        return failed("There is no job '" + name + "'; etl list says which there are");
    }

    private static String line(EtlRun run) {
        return run.status() == EtlStatus.COMPLETED
                ? run.rowsRead() + " rows read, " + run.rowsLoaded() + " loaded, " + run.rowsRejected() + " rejected"
                : run.status() + because(run.errorMessage());
    }

    private static String because(@Nullable String why) {
        return why == null ? "" : ": " + why;
    }

    private int runs(String name) throws IOException {
        for (EtlRun run : jobs.runs(name)) {
            say(run.createdAt() + "  " + run.runId() + "  " + line(run));
        }
        return 0;
    }

    private int delete(String name) throws IOException {
        Optional<EtlJob> job = jobs.find(name);
        if (job.isEmpty()) {
            return unknown(name);
        }
        jobs.delete(job.get().id());
        say("job " + name + " is gone");
        return 0;
    }
}
