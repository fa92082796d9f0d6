package com.orchestrator.examples.jobruntime;

import com.orchestrator.api.job.Job;
import com.orchestrator.api.job.JobState;
import com.orchestrator.api.limit.FairnessLimit;
import com.orchestrator.examples.jobruntime.MediaJob.IndexDocument;
import com.orchestrator.examples.jobruntime.MediaJob.ProcessFile;
import com.orchestrator.examples.jobruntime.MediaJob.TellOwner;
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
import java.util.stream.Stream;

/** Sets the limits, puts 120 jobs, does them, and says how it went. */
public final class JobRuntime {

    static final List<String> LIBRARIES = List.of("critical", "library-a", "library-b", "library-c", "library-d");

    private static final String QUEUE = "media";
    private static final String REASON = "the example's configuration";
    private static final int AT_ONCE = 32;
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final URI server;
    private final MediaWork work;

    /**
     * How it went.
     *
     * @param most how many jobs were under way at once, of each workload and for each library
     */
    public record Summary(Map<JobState, Long> states, Map<String, Integer> most) {}

    /** @param effort how long each job takes */
    public JobRuntime(URI server, Duration effort) {
        this.server = server;
        this.work = new MediaWork(effort);
    }

    public Summary run() {
        configure(OrchestratorClient.connect(server).limits());
        List<JobHandle> jobs = put(JobClient.connect(server));
        OrchestratorWorker worker = JobWorker.connect(server)
                .jobs(MediaJob.class)
                .run(ProcessFile.class, (job, task) -> work.work(job))
                .run(IndexDocument.class, (job, task) -> work.work(job))
                .run(TellOwner.class, (job, task) -> work.work(job))
                .with(settings ->
                        settings.name("job-runtime").maxConcurrent(AT_ONCE).lease(LEASE))
                .start();
        try (worker) {
            return new Summary(states(jobs.stream().map(job -> job.await(PATIENCE))), work.most());
        }
    }

    /** Two heavy jobs at once, twenty light ones, five of what else there is; three for a library, and ten for the critical one. */
    private static void configure(LimitsClient limits) {
        limits.setBudget("default", 5, REASON);
        limits.setBudget("Heavy", 2, REASON);
        limits.setBudget("Light", 20, REASON);
        LIBRARIES.forEach(library -> limits.setFairness(QUEUE, library, new FairnessLimit(1, 3), REASON));
        limits.setFairness(QUEUE, "critical", new FairnessLimit(5, 10), REASON);
    }

    /** Of each kind eight for each library. */
    private static List<JobHandle> put(JobClient client) {
        List<MediaJob> jobs = new ArrayList<>();
        for (String library : LIBRARIES) {
            for (int i = 0; i < 8; i++) {
                jobs.add(new ProcessFile("/media/" + library + "/" + i + ".mkv", library));
                jobs.add(new IndexDocument("document " + i, library));
                jobs.add(new TellOwner("file " + i, library));
            }
        }
        return client.enqueueAll(jobs);
    }

    private static Map<JobState, Long> states(Stream<Job> ended) {
        return ended.collect(Collectors.groupingBy(Job::state, TreeMap::new, Collectors.counting()));
    }

    public static void print(Summary summary) {
        System.out.println(summary.states());
        System.out.println("at once: " + summary.most());
    }
}
