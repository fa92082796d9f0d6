package com.orchestrator.examples.jobruntime;

import com.orchestrator.api.job.Job;
import com.orchestrator.api.job.JobState;
import com.orchestrator.api.limit.FairnessLimit;
import com.orchestrator.examples.jobruntime.MediaJob.IndexDocument;
import com.orchestrator.examples.jobruntime.MediaJob.ProcessFile;
import com.orchestrator.worker.JobClient;
import com.orchestrator.worker.JobHandle;
import com.orchestrator.worker.JobWorker;
import com.orchestrator.worker.LimitsClient;
import com.orchestrator.worker.OrchestratorClient;
import com.orchestrator.worker.OrchestratorWorker;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Sets the budgets, puts 60 jobs, does them, and says how it went: {@code JobRuntime [server]}. */
public final class JobRuntime {

    private static final String QUEUE = "media";
    private static final String REASON = "the example's configuration";
    private static final int FILES = 20;
    private static final int DOCUMENTS = 40;
    private static final int AT_ONCE = 32;
    private static final Duration EFFORT = Duration.ofMillis(100);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final URI server;
    private final MediaWork work = new MediaWork(EFFORT);

    public JobRuntime(URI server) {
        this.server = server;
    }

    public static void main(String[] arguments) {
        new JobRuntime(URI.create(arguments.length == 0 ? "http://localhost:8080" : arguments[0])).run();
    }

    private void run() {
        configure(OrchestratorClient.connect(server).limits());
        List<JobHandle> jobs = put(JobClient.connect(server));
        OrchestratorWorker worker = JobWorker.connect(server)
                .jobs(MediaJob.class)
                .handle(ProcessFile.class, (job, task) -> work.process(job))
                .run(IndexDocument.class, (job, task) -> work.index(job))
                .with(settings ->
                        settings.name("job-runtime").maxConcurrent(AT_ONCE).lease(LEASE))
                .start();
        try (worker) {
            report(jobs.stream().map(job -> job.await(PATIENCE)).toList());
        }
    }

    /** Two heavy jobs at once, twenty light ones, five of what else there may be; the critical library has a larger share. */
    static void configure(LimitsClient limits) {
        limits.setBudget("default", 5, REASON);
        limits.setBudget("Heavy", 2, REASON);
        limits.setBudget("Light", 20, REASON);
        limits.setFairness(QUEUE, "critical", new FairnessLimit(5, 10), REASON);
    }

    private static List<JobHandle> put(JobClient client) {
        List<MediaJob> jobs = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            jobs.add(new ProcessFile("/media/" + i + ".mkv", i % 2 == 0 ? "critical" : "library-" + i));
        }
        for (int i = 0; i < DOCUMENTS; i++) {
            jobs.add(new IndexDocument("document " + i, i % 2 == 0 ? "critical" : "library-" + i));
        }
        return client.enqueueAll(jobs);
    }

    private void report(List<Job> ended) {
        Map<JobState, Long> byState =
                ended.stream().collect(Collectors.groupingBy(Job::state, TreeMap::new, Collectors.counting()));
        System.out.println(byState);
        System.out.println("at once: heavy " + work.heavy().most() + ", light "
                + work.light().most());
    }
}
