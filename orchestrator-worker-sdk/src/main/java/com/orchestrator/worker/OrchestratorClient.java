package com.orchestrator.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.api.definition.WorkflowDocument;
import com.orchestrator.api.fleet.AuditRecord;
import com.orchestrator.api.fleet.QueueStatus;
import com.orchestrator.api.fleet.WorkerStatus;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.LogLine;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskExecution;
import com.orchestrator.api.model.TaskToken;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.request.TaskRepair;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Registers definitions, starts runs and talks to them. Blocking and safe to share. A refusal is an
 * {@link OrchestratorProblemException}, a server that cannot be reached an {@link java.io.UncheckedIOException}; calls
 * that have no second effect are repeated a few times before that.
 */
public final class OrchestratorClient {

    /** Longest wait the server grants to one request. */
    static final Duration WAIT_MAX = Duration.ofSeconds(30);

    static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int PAGE = 200;

    private final HttpTransport http;
    private final ObjectMapper mapper = HandlerJson.mapper();

    private OrchestratorClient(HttpTransport http) {
        this.http = http;
    }

    public static OrchestratorClient connect(URI server) {
        return new OrchestratorClient(HttpTransport.forClients(server, null));
    }

    public static OrchestratorClient connect(URI server, String token) {
        return new OrchestratorClient(HttpTransport.forClients(server, token));
    }

    /** The server that {@code ORCHESTRATOR_URL} and {@code ORCHESTRATOR_TOKEN} name. */
    public static OrchestratorClient fromEnvironment() {
        URI server = URI.create(System.getenv().getOrDefault("ORCHESTRATOR_URL", "http://localhost:8080"));
        String token = System.getenv().getOrDefault("ORCHESTRATOR_TOKEN", "");
        return token.isBlank() ? connect(server) : connect(server, token);
    }

    /** @param contentType {@code application/yaml} or {@code application/json} */
    public RegisteredWorkflow register(String document, String contentType) {
        return post("/workflows", document.getBytes(StandardCharsets.UTF_8), contentType, RegisteredWorkflow.class);
    }

    <T> T post(String path, byte[] body, String contentType, Class<T> type) {
        return read(ClientCalls.repeating(() -> http.post(path, body, contentType, TIMEOUT)), type);
    }

    String text(String path) {
        return new String(ClientCalls.await(getting(path, TIMEOUT)).body(), StandardCharsets.UTF_8);
    }

    /** A definition told in Java; the same content as YAML gets the same revision. */
    public RegisteredWorkflow register(WorkflowDocument definition) {
        return register(definition.toJson(), "application/json");
    }

    /** Begins to describe a start; see {@link WorkflowStart}. */
    public WorkflowStart workflow(String namespace, String name) {
        return new WorkflowStart(this, namespace, name);
    }

    /**
     * Starts a run. When the answer is lost the call is repeated, and answered with the same run.
     *
     * @param runId made up when absent
     * @param input anything Jackson can write; the empty object when absent
     */
    public StartedWorkflow start(String namespace, String name, @Nullable String runId, @Nullable Object input) {
        return WorkflowStart.send(this, namespace, name, new StartBody(runId, payload(input), null, null), Map.of());
    }

    /** A handle for a workflow: its default revision, and whether runs of it may be started. */
    public DefinitionHandle definition(String namespace, String name) {
        return new DefinitionHandle(this, "/workflows/" + segment(namespace) + "/" + segment(name));
    }

    /** A handle for a schedule, be there one or not. */
    public ScheduleHandle schedule(String namespace, String name) {
        return new ScheduleHandle(this, schedules(), namespace, name);
    }

    /** All schedules, what a timing comes to, and how far backfills are. */
    public Schedules schedules() {
        return new Schedules(http);
    }

    <T> T get(String path, Class<T> type) {
        return read(getting(path, TIMEOUT), type);
    }

    <T> T patch(String path, Object body, Class<T> type) {
        return read(ClientCalls.repeating(() -> http.patch(path, body, TIMEOUT)), type);
    }

    <T> T post(String path, Object body, Class<T> type) {
        return read(ClientCalls.repeating(() -> http.post(path, body, TIMEOUT)), type);
    }

    <T> T post(String path, Object body, Map<String, String> headers, Class<T> type) {
        return read(ClientCalls.repeating(() -> http.post(path, body, headers, TIMEOUT)), type);
    }

    <T> T put(String path, Object body, Class<T> type) {
        return read(ClientCalls.repeating(() -> http.put(path, body, TIMEOUT)), type);
    }

    void delete(String path, String reason) {
        ClientCalls.await(ClientCalls.repeating(() -> http.delete(path + "?reason=" + segment(reason), TIMEOUT)));
    }

    /** A handle for a run somebody started earlier. */
    public <T> WorkflowHandle<T> handle(UUID instanceId, Class<T> output) {
        return new WorkflowHandle<>(this, instanceId, output);
    }

    /** What is done to many runs. */
    public Batches batches() {
        return new Batches(this, http);
    }

    /** A search for runs. */
    public RunSearch runs() {
        return new RunSearch(this);
    }

    public WorkflowInstance get(UUID instanceId) {
        return get(instance(instanceId), WorkflowInstance.class);
    }

    /** Waits on the server until the run has ended or rests, or for at most {@code wait} (30 s in one call). */
    public WorkflowResult result(UUID instanceId, Duration wait) {
        return ClientCalls.await(new RunResults(http).of(instanceId, wait));
    }

    CompletableFuture<WorkflowResult> resultAsync(UUID instanceId, Duration wait) {
        return new RunResults(http.later()).of(instanceId, wait);
    }

    /** One page of the history, from the event after the given one. */
    public List<HistoryEntry> events(UUID instanceId, long afterSequenceNumber) {
        String path = instance(instanceId) + "/events?after=" + afterSequenceNumber + "&limit=" + PAGE;
        return get(path, Pages.Events.class).items();
    }

    /** What happens to all runs, from now on or from a position on. */
    public EventStream stream() {
        return new EventStream(http, "/stream");
    }

    /** What happens to one run, from its first event on or from a position on, which is a sequence number. */
    public EventStream stream(UUID instanceId) {
        return new EventStream(http, instance(instanceId) + "/events/stream");
    }

    public List<TaskExecution> tasks(UUID instanceId) {
        return get(instance(instanceId) + "/tasks", Pages.Tasks.class).items();
    }

    /** A page of what handlers have written about the run's attempts, 200 lines; {@code next} of the page before goes on. */
    public Page<LogLine> log(UUID instanceId, @Nullable String next) {
        String cursor = next == null ? "" : "?cursor=" + segment(next);
        return get(instance(instanceId) + "/logs" + cursor, Pages.Lines.class).asPage();
    }

    /**
     * Sends a message to a run. Refused with {@code NOT_FOUND} when its definition does not have the name, {@code INPUT_INVALID}
     * when the payload fits no task that may still take it, {@code ILLEGAL_STATE} when the run goes forward no more.
     *
     * @param signalId makes repeating it safe, within the name; without one it is sent once and never repeated by this client
     */
    public void signal(UUID instanceId, String name, @Nullable String signalId, @Nullable Object payload) {
        signals().send(instanceId, name, signalId, payload);
    }

    /** A handle for messages to runs that are known by a key. */
    public SignalsClient signals() {
        return new SignalsClient(this, http);
    }

    public void pause(UUID instanceId, String reason) {
        operate(instanceId, "pause", new ControlRequest(reason, null));
    }

    public void resume(UUID instanceId, String reason) {
        operate(instanceId, "resume", new ControlRequest(reason, null));
    }

    /** Stops the run and undoes what has happened. */
    public void cancel(UUID instanceId, String reason) {
        operate(instanceId, "cancel", new ControlRequest(reason, null));
    }

    /** Stops the run and leaves its effects as they are. */
    public void cancelWithoutUndo(UUID instanceId, String reason) {
        operate(instanceId, "cancel", new ControlRequest(reason, false));
    }

    /** Ends the run at once; its effects stay. */
    public void terminate(UUID instanceId, String reason) {
        operate(instanceId, "terminate", new ControlRequest(reason, false));
    }

    /** Goes on with a run that a fault has set aside, from what is durable; what workers have reported meanwhile counts. */
    public void retry(UUID instanceId, String reason) {
        operate(instanceId, "retry", new ControlRequest(reason, null));
    }

    /**
     * What undoing the run would undo now.
     *
     * @param fromTaskId down to and including this task; everything when null
     */
    public CompensationPlan compensationPlan(UUID instanceId, @Nullable String fromTaskId) {
        String query = fromTaskId == null ? "" : "?from=" + segment(fromTaskId);
        return read(getting(instance(instanceId) + "/compensation-plan" + query, TIMEOUT), CompensationPlan.class);
    }

    /** Undoes what the run has done. One that has completed needs the hash of its {@link #compensationPlan}. */
    public void compensate(UUID instanceId, CompensateRequest request) {
        operate(instanceId, "compensate", request);
    }

    /** Tries a task again that has given up; of a task that runs a workflow, down to the task that failed there. */
    public void retryTask(UUID instanceId, String taskId, TaskRepair repair) {
        operate(instanceId, "tasks/" + segment(taskId) + "/retry", repair);
    }

    public void skipTask(UUID instanceId, String taskId, TaskRepair repair) {
        operate(instanceId, "tasks/" + segment(taskId) + "/skip", repair);
    }

    public void completeTask(UUID instanceId, String taskId, TaskRepair repair) {
        operate(instanceId, "tasks/" + segment(taskId) + "/complete", repair);
    }

    public void resolveTask(UUID instanceId, String taskId, TaskRepair repair) {
        operate(instanceId, "tasks/" + segment(taskId) + "/resolve", repair);
    }

    /** Worker processes by their ids, all of them but those that have been silent or stopped for minutes. */
    public List<WorkerStatus> workers() {
        return all("/workers", Pages.Workers.class);
    }

    public WorkerStatus worker(String workerId) {
        return get("/workers/" + segment(workerId), WorkerStatus.class);
    }

    /** Asks a worker to end what it has begun and stop; it learns of it with its next poll or heartbeat. */
    public WorkerStatus drainWorker(String workerId, String reason) {
        return post("/workers/" + segment(workerId) + "/drain", new ControlRequest(reason, null), WorkerStatus.class);
    }

    /** Queues by name: those that were ever polled, and those in which something waits. */
    public List<QueueStatus> queues() {
        return all("/queues", Pages.Queues.class);
    }

    public QueueStatus queue(String name) {
        return get("/queues/" + segment(name), QueueStatus.class);
    }

    /** A handle for limits: of queues, workloads, fairness keys and task types. */
    public LimitsClient limits() {
        return new LimitsClient(this);
    }

    /** A handle for what a person has to look at. */
    public IncidentsClient incidents() {
        return new IncidentsClient(this);
    }

    /** A handle for what becomes of runs that have ended. */
    public RetentionClient retention() {
        return new RetentionClient(this);
    }

    /** A handle for webhooks: who is told of events by requests of the server. */
    public WebhooksClient webhooks() {
        return new WebhooksClient(this);
    }

    /** A handle for the job router. */
    public RouterClient router() {
        return new RouterClient(this, http.unversioned());
    }

    /** A handle for projections: read models of events, which applications keep. */
    public ProjectionsClient projections() {
        return new ProjectionsClient(this);
    }

    /** A handle for jobs that extract and load, and their runs. */
    public EtlClient etl() {
        return new EtlClient(this, http);
    }

    /** A handle for tokens that servers make; for admins. */
    public TokensClient tokens() {
        return new TokensClient(this, http);
    }

    /** A handle for the server that answers. */
    public ServerClient server() {
        return new ServerClient(this);
    }

    /**
     * A page of what people have changed, the newest first; for admins.
     *
     * @param principal who has; anybody when null
     * @param next of the page before; null for the first
     */
    public Page<AuditRecord> audit(@Nullable String principal, @Nullable String next) {
        String whose = principal == null ? "" : "&principal=" + segment(principal);
        return get("/audit?limit=" + PAGE + whose + (next == null ? "" : "&cursor=" + next), Pages.Audit.class)
                .asPage();
    }

    <T> List<T> all(String path, Class<? extends Pages.PageOf<T>> type) {
        return Pages.all(path + "?limit=" + PAGE, page -> get(page, type));
    }

    /** A task that its worker has left to others, who complete, fail or extend it. */
    public TaskHandle task(TaskToken token) {
        return new TaskHandle(this, token);
    }

    /**
     * The same by the text of its token.
     *
     * @throws IllegalArgumentException when the text is not the whole of a token
     */
    public TaskHandle task(String token) {
        return task(TaskToken.parse(token));
    }

    HttpAnswer onTask(TaskToken token, String call, Object body) {
        String path = "/tasks/" + token.executionId() + "/" + call;
        return ClientCalls.await(ClientCalls.repeating(() -> http.post(path, body, TIMEOUT)));
    }

    WireJson json() {
        return http.json();
    }

    ObjectMapper mapper() {
        return mapper;
    }

    Payload payload(@Nullable Object value) {
        return HandlerJson.payload(mapper, value);
    }

    private void operate(UUID instanceId, String operation, Object body) {
        ClientCalls.await(
                ClientCalls.repeating(() -> http.post(instance(instanceId) + "/" + operation, body, TIMEOUT)));
    }

    private CompletableFuture<HttpAnswer> getting(String path, Duration timeout) {
        return ClientCalls.repeating(() -> http.get(path, timeout));
    }

    private <T> T read(CompletableFuture<HttpAnswer> call, Class<T> type) {
        return http.json().read(ClientCalls.await(call).body(), type);
    }

    static String instance(UUID instanceId) {
        return "/instances/" + instanceId;
    }

    static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
