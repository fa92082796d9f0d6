package com.orchestrator.etl;

import com.orchestrator.connectors.ConnectorException;
import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.OrchestratorProblemException;
import com.orchestrator.worker.WorkflowFailedException;
import com.orchestrator.worker.WorkflowHandle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code etl put FILE}, {@code etl run JOB RUN-ID}: jobs from the command line. */
public final class EtlCommand {

    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private final EtlJobs jobs;
    private final Appendable out;

    EtlCommand(EtlJobs jobs, Appendable out) {
        this.jobs = jobs;
        this.out = out;
    }

    public static void main(String[] words) throws IOException {
        EtlCommand command = new EtlCommand(new EtlJobs(OrchestratorClient.fromEnvironment()), System.out);
        int code = command.run(List.of(words));
        if (code != 0) {
            System.exit(code);
        }
    }

    /** What the process ends with. */
    int run(List<String> words) throws IOException {
        try {
            if (words.size() == 2 && words.get(0).equals("put")) {
                EtlJob job = EtlJob.read(Files.readString(Path.of(words.get(1))));
                jobs.put(job);
                out.append("job ").append(job.name()).append(" is there\n");
                return 0;
            }
            if (words.size() == 3 && words.get(0).equals("run")) {
                return result(jobs.run(words.get(1), words.get(2)));
            }
            out.append("etl put FILE, or etl run JOB RUN-ID\n");
            return MISUSED;
        } catch (ConnectorException
                | OrchestratorProblemException
                | WorkflowFailedException
                | IOException
                | UncheckedIOException e) {
            out.append(e.getMessage()).append('\n');
            return FAILED;
        }
    }

    private int result(WorkflowHandle<EtlResult> run) throws IOException {
        EtlResult result = run.result(PATIENCE);
        out.append(result.rowsRead() + " rows read, " + result.rowsLoaded() + " loaded, " + result.rowsRejected()
                + " rejected\n");
        return 0;
    }
}
