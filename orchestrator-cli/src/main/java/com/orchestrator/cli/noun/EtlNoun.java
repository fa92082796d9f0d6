package com.orchestrator.cli.noun;

import com.orchestrator.cli.command.Noun;
import com.orchestrator.cli.command.Verb;
import java.util.List;
import java.util.stream.Stream;

/** Extract and load: jobs, their runs, connections and plugins, each with verbs of its own. */
final class EtlNoun {

    private EtlNoun() {}

    static Noun noun() {
        return new Noun("etl", "Extract and load: jobs, their runs, and the places that they name.", EtlNoun::verbs);
    }

    private static List<Verb> verbs() {
        return Stream.of(EtlJobs.verbs(), EtlRuns.verbs(), EtlConnections.verbs(), EtlPlugins.verbs())
                .flatMap(List::stream)
                .toList();
    }
}
