package com.orchestrator.worker;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts a worker for jobs together: a handler for each class of a sealed type. That there is one for each is checked before the
 * first job comes. What comes out is an {@link OrchestratorWorker}.
 */
public final class JobWorker {

    private final WorkerBuilder worker;
    private final List<Class<?>> sealed = new ArrayList<>();
    private final Set<Class<?>> handled = new LinkedHashSet<>();
    private final Set<String> queues = new TreeSet<>();

    /** Does one kind of job that gives nothing back. */
    @FunctionalInterface
    public interface Action<J> {
        void handle(J job, TaskContext task) throws Exception;
    }

    private JobWorker(WorkerBuilder worker) {
        this.worker = worker;
    }

    /** A worker for the server at this address. */
    public static JobWorker connect(URI server) {
        return new JobWorker(OrchestratorWorker.connect(server));
    }

    /** A worker for the server that {@code ORCHESTRATOR_URL} and {@code ORCHESTRATOR_TOKEN} name. */
    public static JobWorker fromEnvironment() {
        return new JobWorker(OrchestratorWorker.fromEnvironment());
    }

    /** Every class that this sealed type permits has to have a handler, or the worker does not start. */
    public JobWorker jobs(Class<?> sealedType) {
        sealed.add(sealedType);
        return this;
    }

    /** What this gives back is the job's output. */
    public <J> JobWorker handle(Class<J> job, TaskFunction<J, ?> handler) {
        add(job);
        worker.handle(JobTypes.of(job).value(), job, Object.class, handler::handle);
        return this;
    }

    /** The same for jobs that give nothing back. */
    public <J> JobWorker run(Class<J> job, Action<J> handler) {
        return handle(job, (value, task) -> {
            handler.handle(value, task);
            return null;
        });
    }

    private void add(Class<?> job) {
        JobType type = JobTypes.of(job);
        if (!handled.add(job)) {
            throw new IllegalArgumentException("There are two handlers for " + job.getName());
        }
        queues.add(type.queue().isEmpty() ? type.value() : type.queue());
    }

    /** What else there is to say: token, how many at once, threads, lease. Its queues are those of the jobs. */
    public JobWorker with(Consumer<WorkerBuilder> settings) {
        settings.accept(worker);
        return this;
    }

    /**
     * Checks and starts.
     *
     * @throws IllegalArgumentException when a permitted class has no handler or no {@link JobType}, or a handler is for none of them
     */
    public OrchestratorWorker start() {
        return build().start();
    }

    /** Checks everything; no request is sent before {@code start}. */
    public OrchestratorWorker build() {
        Set<Class<?>> permitted = new LinkedHashSet<>();
        sealed.forEach(type -> permitted.addAll(JobTypes.permitted(type)));
        permitted.forEach(JobTypes::of);
        if (!sealed.isEmpty()) {
            refuse(without(permitted, handled), "has no handler, though it is permitted by " + names(sealed));
            refuse(without(handled, permitted), "has a handler, though it is not permitted by " + names(sealed));
        }
        return worker.queues(queues.toArray(String[]::new)).build();
    }

    private static Set<Class<?>> without(Set<Class<?>> all, Set<Class<?>> some) {
        Set<Class<?>> left = new LinkedHashSet<>(all);
        left.removeAll(some);
        return left;
    }

    private static void refuse(Set<Class<?>> classes, String why) {
        @Nullable Class<?> first = classes.stream().findFirst().orElse(null);
        if (first != null) {
            throw new IllegalArgumentException(first.getName() + " " + why);
        }
    }

    private static String names(List<Class<?>> types) {
        return String.join(", ", types.stream().map(Class::getSimpleName).toList());
    }
}
