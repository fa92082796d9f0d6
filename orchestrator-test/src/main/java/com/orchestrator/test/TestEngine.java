package com.orchestrator.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.definition.WorkflowDocument;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.service.StartedWorkflow;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.worker.TaskFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A server and workers inside a test: the server's own decisions, over a store in memory, with nothing that listens and no thread. Every call
 * returns when the runs have come to rest: they have ended, or wait for somebody outside. Time stands still while there is something to do, and
 * jumps to the next moment when there is not, so that backoffs, lost leases and timers take no time; it does not jump over a task that waits
 * for a signal, see {@link #advance}. Not for use by several threads.
 */
public final class TestEngine {

    private static final DefinitionCompiler COMPILER = new DefinitionCompiler(new ExpressionCompiler());

    private final List<byte[]> documents = new ArrayList<>();
    private final Map<String, Deque<Fault>> faults = new HashMap<>();
    private final Map<UUID, TestRun> runs = new LinkedHashMap<>();
    private final Stage stage = new Stage(Ground.chosen(), List.of(), this::fault, commit -> null);

    private TestEngine() {}

    /** One of its own, with nothing in it. */
    public static TestEngine create() {
        return new TestEngine();
    }

    private @Nullable Fault fault(Delivery delivery) {
        for (Map.Entry<String, Deque<Fault>> planned : faults.entrySet()) {
            if (delivery.isOf(planned.getKey()) && !planned.getValue().isEmpty()) {
                return planned.getValue().remove();
            }
        }
        return null;
    }

    // ---- what there is

    /**
     * Registers a definition.
     *
     * @param document YAML or JSON
     * @throws OrchestratorException {@code DEFINITION_INVALID} with every fault
     */
    public TestEngine definition(String document) {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        stage.engine().workflows().registerWorkflow(bytes);
        documents.add(bytes);
        return this;
    }

    /** The same of one that was built in Java. */
    public TestEngine definition(WorkflowDocument document) {
        return definition(document.toJson());
    }

    /**
     * The same of a file of the class path, or else of the file system.
     *
     * @throws IllegalArgumentException if there is none
     */
    public TestEngine definitionFile(String name) {
        String resource = name.startsWith("/") ? name.substring(1) : name;
        try (InputStream file = Thread.currentThread().getContextClassLoader().getResourceAsStream(resource)) {
            if (file != null) {
                return definition(new String(file.readAllBytes(), StandardCharsets.UTF_8));
            }
            if (Files.isRegularFile(Path.of(name))) {
                return definition(Files.readString(Path.of(name)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
        throw new IllegalArgumentException("There is no '" + name + "', neither on the class path nor at "
                + Path.of(name).toAbsolutePath());
    }

    /** The handlers of a worker: objects with methods that are annotated with {@code @TaskHandler}. */
    public TestEngine handlers(Object... objects) {
        for (Object object : objects) {
            stage.handlers().add(object);
        }
        return this;
    }

    /** One handler as a lambda. */
    public <I, O> TestEngine handle(String taskType, Class<I> input, TaskFunction<I, O> handler) {
        stage.handlers().add(taskType, input, handler);
        return this;
    }

    /** Stands for the handler of a task type from now on, and for what stood for it before; says what it is to answer. */
    public Stub stub(String taskType) {
        Stub stub = new Stub();
        handle(taskType, JsonNode.class, stub::answer);
        return stub;
    }

    // ---- what happens

    /**
     * Starts a run.
     *
     * @param workflow {@code namespace/name}
     * @param input written as JSON
     */
    public TestRun start(String workflow, Object input) {
        return start(workflow, null, input);
    }

    /** The same under a run id; starting it twice starts it once. */
    public TestRun start(String workflow, @Nullable String runId, Object input) {
        int slash = workflow.indexOf('/');
        if (slash < 1) {
            throw new IllegalArgumentException("'" + workflow + "' is to be namespace/name");
        }
        StartedWorkflow started = stage.start(StartWorkflowRequest.of(
                workflow.substring(0, slash), workflow.substring(slash + 1), runId, stage.payload(input)));
        stage.play();
        return runs.computeIfAbsent(started.instanceId(), id -> new TestRun(stage, id));
    }

    /** Lets time pass, and everything happen that is due until then: timers, deadlines, signals that nobody has sent. */
    public void advance(Duration time) {
        stage.playUntil(stage.now().plus(time));
    }

    /** When it is. */
    public Instant now() {
        return stage.now();
    }

    /** Everything else that one may ask of a server; {@link #settle} afterwards. */
    public WorkflowService workflows() {
        return stage.engine().workflows();
    }

    /** Has done what was asked for beside this class. */
    public void settle() {
        stage.engine().settle();
        stage.play();
    }

    /** What of the definitions that were registered here all runs of this engine have been through, children too. */
    public Coverage coverage() {
        return documents.stream()
                .map(document -> COMPILER.compile(document).plan())
                .map(plan -> new CoverageOf(plan, stage.histories(plan.namespace(), plan.name())).coverage())
                .reduce(Coverage.NONE, Coverage::plus);
    }

    // ---- what goes wrong

    /** The next worker that is given this task dies when its handler is through and before it says so; so it is given to another one. */
    public TestEngine crashWorkerDuring(String taskOrType) {
        return plan(taskOrType, Fault.LOST_AFTER);
    }

    /** The next worker that is given this task dies before its handler has begun. */
    public TestEngine crashWorkerBefore(String taskOrType) {
        return plan(taskOrType, Fault.LOST_BEFORE);
    }

    /** The next worker that has done this task is not answered when it says so, and says so again. */
    public TestEngine loseAnswerOf(String taskOrType) {
        return plan(taskOrType, Fault.SAID_TWICE);
    }

    /**
     * The next worker that is given this task is so slow that its lease ends; another one is given the task, and does it as well. Then the first
     * says that it is done.
     */
    public TestEngine deliverTwice(String taskOrType) {
        return plan(taskOrType, Fault.OVERTAKEN);
    }

    /** The next worker that is given this task begins with it only when everything else has come to rest. */
    public TestEngine deliverLate(String taskOrType) {
        return plan(taskOrType, Fault.LATE);
    }

    private TestEngine plan(String taskOrType, Fault fault) {
        faults.computeIfAbsent(taskOrType, name -> new ArrayDeque<>()).add(fault);
        return this;
    }
}
