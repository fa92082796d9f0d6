package com.orchestrator.examples.firststeps;

import com.orchestrator.embedded.EmbeddedOrchestrator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Plays the examples that are named, all when none is. */
public final class FirstSteps {

    private static final Map<String, Consumer<Stage>> EXAMPLES = Map.of(
            "hello", Hello::play,
            "human-approval", HumanApproval::play,
            "fan-out", FanOut::play,
            "sub-workflows", SubWorkflows::play);

    private FirstSteps() {}

    public static void main(String[] names) {
        List<String> wanted =
                names.length == 0 ? EXAMPLES.keySet().stream().sorted().toList() : List.of(names);
        EmbeddedOrchestrator orchestrator = EmbeddedOrchestrator.inMemory();
        try (orchestrator) {
            for (String name : wanted) {
                play(name, new Stage(orchestrator.url(), System.out::println));
            }
        }
    }

    private static void play(String name, Stage stage) {
        Consumer<Stage> example = EXAMPLES.get(name);
        if (example == null) {
            System.err.println("There is no example '" + name + "'; there are "
                    + String.join(", ", EXAMPLES.keySet().stream().sorted().toList()) + ".");
            return;
        }
        System.out.println(name);
        example.accept(stage);
    }
}
