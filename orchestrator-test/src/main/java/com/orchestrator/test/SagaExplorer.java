package com.orchestrator.test;

import com.orchestrator.api.definition.WorkflowDocument;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plays a saga again and again, with everything going wrong that can: at each delivery of a task or an undo its worker refuses, fails, dies
 * before or after the work, says so twice, is overtaken or comes late, and at each commit the server is killed before or after it. First one thing
 * goes wrong, then two, then three, until the budget is used up. So the first story that breaks what is to hold is the smallest.
 *
 * @param <H> the handlers, which have a store of their own that the invariant looks into
 */
public final class SagaExplorer<H> {

    private static final int BUDGET = 10_000;
    private static final DefinitionCompiler COMPILER = new DefinitionCompiler(new ExpressionCompiler());

    /**
     * What holds when nothing happens any more.
     *
     * @param <H> the handlers
     */
    @FunctionalInterface
    public interface Invariant<H> {

        /** @throws AssertionError if it does not hold */
        void check(H handlers, TestRun run) throws Exception;
    }

    /**
     * What was explored.
     *
     * @param stories that were played
     * @param mishaps in the longest of them
     */
    public record Explored(int stories, int mishaps) {}

    private final Supplier<H> handlers;
    private final List<WorkflowPlan> plans = new ArrayList<>();
    private final List<Map.Entry<String, Object>> signals = new ArrayList<>();
    private Object input = Map.of();
    private int budget = BUDGET;

    private SagaExplorer(Supplier<H> handlers) {
        this.handlers = handlers;
    }

    /**
     * Explores a definition.
     *
     * @param definition YAML or JSON
     * @param handlers makes an object with {@code @TaskHandler} methods, and an empty store, for each story
     * @throws com.orchestrator.api.error.OrchestratorException {@code DEFINITION_INVALID} with every fault
     */
    public static <H> SagaExplorer<H> explore(String definition, Supplier<H> handlers) {
        return new SagaExplorer<>(handlers).with(definition);
    }

    /** The same of one that was built in Java. */
    public static <H> SagaExplorer<H> explore(WorkflowDocument definition, Supplier<H> handlers) {
        return explore(definition.toJson(), handlers);
    }

    /** A definition of a child, or of a child's child. */
    public SagaExplorer<H> with(String definition) {
        plans.add(COMPILER.compile(definition.getBytes(StandardCharsets.UTF_8))
                .plan()
                .withRevision(1));
        return this;
    }

    /** What each run is started with; the empty object when nothing is said. */
    public SagaExplorer<H> input(Object value) {
        input = value;
        return this;
    }

    /** Sent when nothing else happens and the run has not ended; several of them one after the other. */
    public SagaExplorer<H> signal(String name, Object payload) {
        signals.add(Map.entry(name, payload));
        return this;
    }

    /** How many stories are played at most; 10,000 when nothing is said. */
    public SagaExplorer<H> budget(int stories) {
        budget = stories;
        return this;
    }

    /**
     * Plays stories until one breaks the invariant or the budget is used up.
     *
     * @throws AssertionError with the story, and a test that plays it again
     */
    public Explored check(Invariant<H> invariant) {
        Queue<List<Mishap>> open = new ArrayDeque<>(List.of(List.of()));
        int stories = 0;
        int most = 0;
        while (!open.isEmpty() && stories < budget) {
            stories++;
            Story story = play(open.remove(), invariant);
            most = Math.max(most, story.mishaps().size());
            if (open.size() < budget - stories) {
                open.addAll(story.worse());
            }
        }
        return new Explored(stories, most);
    }

    /**
     * Plays one story.
     *
     * @param mishaps as a failure of {@link #check} names them
     * @throws AssertionError as {@link #check}
     */
    public void replay(Invariant<H> invariant, String... mishaps) {
        play(Stream.of(mishaps).map(Mishap::parse).toList(), invariant);
    }

    private Story play(List<Mishap> mishaps, Invariant<H> invariant) {
        Story.Subject subject = new Story.Subject(plans, input, signals);
        H fresh = handlers.get();
        Story story = new Story(subject, mishaps, fresh);
        try {
            invariant.check(fresh, story.play(subject));
            return story;
        } catch (AssertionError | Exception broken) {
            throw new AssertionError(words(story, broken), broken);
        }
    }

    private static String words(Story story, Throwable broken) {
        String call = "explorer.replay(invariant"
                + story.mishaps().stream().map(mishap -> ", \"" + mishap + "\"").collect(Collectors.joining())
                + ");";
        return "This story does not end as it is to:\n" + story.text() + "\nWhat does not hold: "
                + String.valueOf(broken.getMessage()).strip() + "\nTo play it again:\n\n"
                + "    @Test\n    void storyEndsAsItIsTo() {\n        " + call + "\n    }\n";
    }
}
