package com.orchestrator.engine.secret;

import java.util.Optional;

/** Where secrets are. Asked with each task that is handed out and names one, so it is quick. */
@FunctionalInterface
public interface SecretSource {

    /** There are none. */
    SecretSource NONE = (namespace, name) -> Optional.empty();

    /**
     * What it is now.
     *
     * @param namespace of the run whose task it is for
     * @return empty when the namespace has none of that name
     */
    Optional<String> find(String namespace, String name);
}
