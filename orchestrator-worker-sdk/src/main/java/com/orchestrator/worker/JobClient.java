package com.orchestrator.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.job.Job;
import com.orchestrator.api.job.JobPut;
import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.job.JobState;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.request.ControlRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts jobs and looks after them. Blocking and safe to share. A refusal is an {@link OrchestratorProblemException}, a server that
 * cannot be reached an {@link java.io.UncheckedIOException}; calls are repeated a few times before that, and none of them has a
 * second effect.
 */
public final class JobClient {

    private static final int BATCH_MAX = 1_000;
    private static final int PAGE = 200;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration WAIT_MAX = OrchestratorClient.WAIT_MAX;
    private static final String PATH = "/jobs";

    private final HttpTransport http;
    private final ObjectMapper mapper = HandlerJson.mapper();

    private JobClient(HttpTransport http) {
        this.http = http;
    }

    public static JobClient connect(URI server) {
        return new JobClient(HttpTransport.forClients(server, null));
    }

    public static JobClient connect(URI server, String token) {
        return new JobClient(HttpTransport.forClients(server, token));
    }

    /** @param job of a class that has a {@link JobType} */
    public JobHandle enqueue(Object job) {
        return enqueue(job, options -> {});
    }

    /** The same with something said of this job alone. */
    public JobHandle enqueue(Object job, Consumer<JobOptions> said) {
        JobRequest request = request(job, (any, options) -> said.accept(options));
        return new JobHandle(
                this,
                read(ClientCalls.await(ClientCalls.repeating(() -> http.post(PATH, request, TIMEOUT))), JobPut.class));
    }

    /** Puts many, a thousand in one commit. */
    public List<JobHandle> enqueueAll(List<?> jobs) {
        return enqueueAll(jobs, (job, options) -> {});
    }

    /**
     * The same with something said of each.
     *
     * @throws IllegalArgumentException when one of them is refused; the others are put
     */
    public <J> List<JobHandle> enqueueAll(List<? extends J> jobs, BiConsumer<? super J, JobOptions> said) {
        List<JobHandle> handles = new ArrayList<>();
        for (int from = 0; from < jobs.size(); from += BATCH_MAX) {
            List<JobRequest> items = new ArrayList<>();
            jobs.subList(from, Math.min(jobs.size(), from + BATCH_MAX)).forEach(job -> items.add(request(job, said)));
            handles.addAll(put(items, from));
        }
        return handles;
    }

    private List<JobHandle> put(List<JobRequest> items, int from) {
        Batch batch = new Batch(items);
        HttpAnswer answer = ClientCalls.await(ClientCalls.repeating(() -> http.post(PATH, batch, TIMEOUT)));
        List<Item> answers = read(answer, Items.class).items();
        List<JobHandle> handles = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            handles.add(new JobHandle(this, answers.get(i).orRefusal(from + i)));
        }
        return handles;
    }

    private <J> JobRequest request(J job, BiConsumer<? super J, JobOptions> said) {
        JobType type = JobTypes.of(job.getClass());
        JobOptions options = new JobOptions(type, job);
        said.accept(job, options);
        return options.toRequest(type.value(), payload(job));
    }

    private Payload payload(Object job) {
        try {
            return Payload.ofJson(mapper.writeValueAsBytes(job));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A " + job.getClass().getName() + " cannot be written as JSON", e);
        }
    }

    /** A job that was put by whomever. */
    public JobHandle job(String jobId) {
        return new JobHandle(this, jobId);
    }

    /** With payload and output. */
    Job get(String jobId, Duration wait) {
        Duration asked = wait.compareTo(WAIT_MAX) > 0 ? WAIT_MAX : wait;
        String path = path(jobId) + "?wait=" + asked.truncatedTo(ChronoUnit.MILLIS);
        return read(ClientCalls.await(ClientCalls.repeating(() -> http.get(path, asked.plus(TIMEOUT)))), Job.class);
    }

    /** Jobs of a class, the newest first; all of them when no state is named. */
    public Page<Job> list(Class<?> type, @Nullable String next, JobState... states) {
        StringBuilder path = new StringBuilder(
                PATH + "?limit=" + PAGE + "&type=" + segment(JobTypes.of(type).value()));
        if (states.length > 0) {
            path.append("&state=")
                    .append(String.join(
                            ",", List.of(states).stream().map(Enum::name).toList()));
        }
        if (next != null) {
            path.append("&cursor=").append(segment(next));
        }
        Listed listed =
                read(ClientCalls.await(ClientCalls.repeating(() -> http.get(path.toString(), TIMEOUT))), Listed.class);
        return new Page<>(listed.items(), listed.page().next());
    }

    Job operate(String jobId, String operation, String reason) {
        ControlRequest body = new ControlRequest(reason, null);
        return read(
                ClientCalls.await(ClientCalls.repeating(() -> http.post(path(jobId) + "/" + operation, body, TIMEOUT))),
                Job.class);
    }

    ObjectMapper mapper() {
        return mapper;
    }

    private <T> T read(HttpAnswer answer, Class<T> type) {
        return http.json().read(answer.body(), type);
    }

    private static String path(String jobId) {
        return PATH + "/" + segment(jobId);
    }

    private static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    record Batch(List<JobRequest> items) {}

    record Items(List<Item> items) {}

    /** A job, or why there is none. */
    record Item(@Nullable String jobId, @Nullable Problem error) {
        String orRefusal(int index) {
            if (jobId == null) {
                throw new IllegalArgumentException(
                        "Job " + index + " was refused: " + (error == null ? "no reason given" : error.detail()));
            }
            return jobId;
        }
    }

    record Listed(List<Job> items, Next page) {}

    record Next(@Nullable String next) {}
}
