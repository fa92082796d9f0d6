package com.orchestrator.server.wiring;

import com.orchestrator.server.rest.json.Suggestion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whose name is whose: settings of the server, those of programs beside it, and mistakes, which stop the start. */
final class KnownNames {

    /** What a name says: the value of a key, or the file that holds it. */
    record Meaning(ConfigKey key, boolean isFile) {}

    private static final Map<String, Meaning> SETTINGS = settings();

    /** What the launcher and the server tell each other in one process. */
    private static final Set<String> OF_THE_PROCESS = Set.of(
            "orchestrator.root",
            "orchestrator.installation",
            "orchestrator.payara",
            "orchestrator.terminal",
            "orchestrator.rehearse",
            "orchestrator.draining",
            "orchestrator.refusal",
            "orchestrator.requests.active");

    /**
     * What workers, the command line and scripts are told. {@code ORCHESTRATOR_TOKEN} is not among them: where a server is
     * started it is more often a mistake for {@code ORCHESTRATOR_TOKENS}.
     */
    private static final Set<String> OF_CLIENTS = Set.of(
            "ORCHESTRATOR_URL",
            "ORCHESTRATOR_NAMESPACE",
            "ORCHESTRATOR_OUTPUT",
            "ORCHESTRATOR_CONTEXT",
            "ORCHESTRATOR_CONFIG",
            "ORCHESTRATOR_HOME",
            "ORCHESTRATOR_JAVA_OPTS",
            "ORCHESTRATOR_NEWER_JDK");

    private static final Pattern OF_ETL_WORKERS = Pattern.compile("orchestrator\\.etl(\\..*)?|ORCHESTRATOR_ETL(_.*)?");

    /** What Kubernetes says of a service whose name begins with "orchestrator" to everything that runs in its namespace. */
    private static final Pattern OF_KUBERNETES =
            Pattern.compile("ORCHESTRATOR_(.*_)?(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_\\d+_(TCP|UDP|SCTP)(_.*)?)?)");

    private KnownNames() {}

    private static Map<String, Meaning> settings() {
        Map<String, Meaning> names = new HashMap<>();
        for (ConfigKey key : ConfigKey.all()) {
            put(names, key.property(), new Meaning(key, false));
            key.fileProperty().ifPresent(property -> put(names, property, new Meaning(key, true)));
        }
        return Map.copyOf(names);
    }

    private static void put(Map<String, Meaning> names, String property, Meaning meaning) {
        names.put(property, meaning);
        names.put(ConfigKey.variable(property), meaning);
    }

    /**
     * @return empty when the name is somebody else's
     * @throws IllegalArgumentException when it is nobody's, with the name that may be meant
     */
    static Optional<Meaning> meaning(String name, String source) {
        Meaning meaning = SETTINGS.get(name);
        if (meaning != null) {
            return Optional.of(meaning);
        }
        if (OF_THE_PROCESS.contains(name)
                || OF_CLIENTS.contains(name)
                || OF_ETL_WORKERS.matcher(name).matches()) {
            return Optional.empty();
        }
        Optional<String> closest = closest(name);
        if (closest.isEmpty() && OF_KUBERNETES.matcher(name).matches()) {
            return Optional.empty();
        }
        throw new IllegalArgumentException("Unknown setting " + name + " (" + source + ")"
                + closest.map(key -> "; did you mean " + key + "?")
                        .orElse("; known are " + String.join(", ", known(name).toList())));
    }

    private static Optional<String> closest(String name) {
        return Suggestion.near(name, known(name).toList())
                .or(() -> Optional.of(ConfigKey.PREFIX + name).filter(SETTINGS::containsKey));
    }

    /** Those that are written in the same way. */
    private static Stream<String> known(String name) {
        boolean isVariable = Character.isUpperCase(name.charAt(0));
        List<ConfigKey> keys = ConfigKey.all();
        Stream<String> properties =
                keys.stream().flatMap(key -> Stream.concat(Stream.of(key.property()), key.fileProperty().stream()));
        return isVariable ? properties.map(ConfigKey::variable) : properties;
    }
}
