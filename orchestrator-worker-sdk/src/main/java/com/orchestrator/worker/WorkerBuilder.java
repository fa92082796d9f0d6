package com.orchestrator.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.orchestrator.api.model.TimeRange;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Puts a worker together and refuses what cannot work before the first task comes. */
public final class WorkerBuilder {

    private static final int CONCURRENT_DEFAULT = 64;
    /** A report and a poll that waits, and room for one of each that is being given up. */
    private static final int REQUESTS_MAX = 4;

    private static final Duration DRAIN_DEFAULT = Duration.ofSeconds(30);

    private final URI server;
    private final List<Object> targets = new ArrayList<>();
    private final List<Function<ObjectMapper, RegisteredHandler>> lambdas = new ArrayList<>();
    private List<String> queues = List.of();
    private @Nullable String token;
    private @Nullable String namespace;
    private @Nullable String name;
    private @Nullable String deployment;
    private @Nullable Duration lease;
    private int maxConcurrent = CONCURRENT_DEFAULT;
    private TaskThreads threads = TaskThreads.AUTO;
    private @Nullable ThreadFactory threadFactory;
    private Duration drainTimeout = DRAIN_DEFAULT;
    private ObjectMapper mapper = HandlerJson.mapper();
    private FailureListener failures = (task, failure) -> {};
    private final List<WorkerListener> listeners = new ArrayList<>();
    private TaskInterceptor interceptor = (task, inside) -> inside.call();
    private boolean failFast = true;

    WorkerBuilder(URI server) {
        if (server.getHost() == null) {
            throw new IllegalArgumentException(
                    "'" + server + "' is not the address of a server; expected for example http://localhost:8080");
        }
        this.server = server;
    }

    /** Bearer token of every request. */
    public WorkerBuilder token(String bearer) {
        token = bearer;
        return this;
    }

    /**
     * The only namespace whose tasks this worker does; any when not called. Queues belong to no namespace: when one brings a
     * task of another, that is given back for others to take and the failure listener is told. So let namespaces that have
     * workers of their own name queues of their own.
     */
    public WorkerBuilder namespace(String only) {
        namespace = only;
        return this;
    }

    /** Where to take work from; the task types of the handlers when not called. */
    public WorkerBuilder queues(String... names) {
        queues = List.of(names);
        return this;
    }

    /** A name for people; need not be unique. */
    public WorkerBuilder name(String worker) {
        name = worker;
        return this;
    }

    /** Which build of which application this is, as {@code name@build}. */
    public WorkerBuilder deployment(String application, String build) {
        deployment = application + "@" + build;
        return this;
    }

    /** Tasks at once over all types, 1 to 1000; 64 when not called. */
    public WorkerBuilder maxConcurrent(int tasks) {
        maxConcurrent = tasks;
        return this;
    }

    /** What handlers run on that wish nothing themselves; {@link TaskThreads#AUTO} when not called. */
    public WorkerBuilder threads(TaskThreads kind) {
        threads = kind;
        return this;
    }

    /**
     * Threads of somebody else's make for all handlers, such as a container's {@code ManagedThreadFactory}, whose threads know the
     * application. What handlers and the worker wish for themselves does not count then.
     */
    public WorkerBuilder threadFactory(ThreadFactory factory) {
        threadFactory = factory;
        return this;
    }

    /** Objects with {@link TaskHandler} methods. */
    public WorkerBuilder handlers(Object... objects) {
        targets.addAll(List.of(objects));
        return this;
    }

    /** One handler as a lambda; {@code output} says in the code what the lambda returns. */
    public <I, O> WorkerBuilder handle(String taskType, Class<I> input, Class<O> output, TaskFunction<I, O> handler) {
        lambdas.add(json -> RegisteredHandler.of(taskType, input, handler, json));
        return this;
    }

    /** Told about every task that did not succeed. */
    public WorkerBuilder onFailure(FailureListener failureListener) {
        failures = failureListener;
        return this;
    }

    /** Told how handlers end and what polls bring, for metrics; beside those that were named before. */
    public WorkerBuilder listener(WorkerListener listener) {
        listeners.add(listener);
        return this;
    }

    /** Runs around each handler; of several the first is outside. */
    public WorkerBuilder around(TaskInterceptor inner) {
        interceptor = interceptor.and(inner);
        return this;
    }

    /** Length of leases to ask for; the task's or the server's when not called. Renewed at a third of it. */
    public WorkerBuilder lease(Duration duration) {
        lease = duration;
        return this;
    }

    /** How long {@code stop} lets running tasks go on; 30 s when not called. */
    public WorkerBuilder drainTimeout(Duration duration) {
        drainTimeout = TimeRange.atMost(duration);
        return this;
    }

    /**
     * Whether {@code start} asks the server first and fails with {@link ServerRefusedException} when that does not take the
     * credential or is not an orchestrator (401, 403, 404); true when not called. When false, the worker says so in its log and
     * goes on trying. A server that cannot be reached yet is waited for in both cases.
     */
    public WorkerBuilder failFast(boolean asksFirst) {
        failFast = asksFirst;
        return this;
    }

    /** Reads inputs and writes outputs; one that ignores unknown fields and knows instants when not called. */
    public WorkerBuilder objectMapper(ObjectMapper objectMapper) {
        mapper = objectMapper;
        return this;
    }

    /** Builds and starts. */
    public OrchestratorWorker start() {
        return build().start();
    }

    /** Checks everything; no thread runs and no request is sent before {@code start}. */
    public OrchestratorWorker build() {
        HandlerRegistry registry = new HandlerRegistry(registered());
        WorkerSettings settings = settings(registry);
        LongSupplier ticker = ticker();
        WorkerLoop loop = new WorkerLoop();
        HandlerThreads handlerThreads = threadFactory == null
                ? HandlerThreads.open(threads, registry, maxConcurrent)
                : HandlerThreads.madeBy(threadFactory, maxConcurrent);
        TaskHooks hooks = new TaskHooks(failures, List.copyOf(listeners), interceptor);
        ExecutorService callbackThreads = WorkerThreads.open("orchestrator-callback", maxConcurrent);
        ExecutorService requestThreads = WorkerThreads.open("orchestrator-request", REQUESTS_MAX);
        WorkerWire wire =
                new WorkerWire(HttpTransport.forWorker(server, token), ticker, settings.workerId(), requestThreads);
        LogShipper log = new LogShipper(loop, wire::log, Backoff.ofLogs());
        TaskRunner runner = new TaskRunner(
                handlerThreads::of, callbackThreads, mapper, hooks, InstantSource.system(), new TaskLinks(wire, log));
        ServerContact contact = new ServerContact(server, ticker);
        Presence presence = new Presence(settings, wire, contact);
        ServerLink link = new ServerLink(wire, presence, contact);
        PollLoop pollLoop = new PollLoop(settings, registry, link, loop, runner, ticker, new SplittableRandom());
        List<ExecutorService> pools = new ArrayList<>(handlerThreads.all());
        pools.addAll(List.of(callbackThreads, requestThreads));
        WorkerStart start = new WorkerStart(settings, registry.taskTypes(), server, failFast);
        Vitals vitals = new Vitals(settings, contact, hooks);
        return new OrchestratorWorker(vitals, start, presence, pollLoop, log, loop, pools);
    }

    private List<RegisteredHandler> registered() {
        HandlerMethods methods = new HandlerMethods(mapper);
        List<RegisteredHandler> all = new ArrayList<>();
        targets.forEach(target -> all.addAll(methods.of(target)));
        lambdas.forEach(lambda -> all.add(lambda.apply(mapper)));
        return all;
    }

    private WorkerSettings settings(HandlerRegistry registry) {
        return new WorkerSettings(
                FreshId.next(),
                name,
                hostName(),
                deployment,
                namespace,
                queues.isEmpty() ? registry.taskTypes() : queues,
                maxConcurrent,
                lease,
                drainTimeout);
    }

    /** Counts from the worker's start, so that ticks can be compared as plain numbers. */
    private static LongSupplier ticker() {
        long origin = System.nanoTime();
        return () -> System.nanoTime() - origin;
    }

    /** Not {@code InetAddress.getLocalHost}: that asks the DNS, which may take ten seconds to say no. */
    private static @Nullable String hostName() {
        String name = System.getenv().getOrDefault("HOSTNAME", System.getenv("COMPUTERNAME"));
        try {
            return name != null
                    ? name
                    : Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return null;
        }
    }
}
