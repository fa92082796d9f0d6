package com.orchestrator.server.auth;

import java.util.Optional;
import java.util.Set;

/**
 * A role, and where it holds.
 *
 * @param namespaces those it is bound to; empty when it holds everywhere
 */
public record Grant(Role role, Optional<Set<String>> namespaces) {

    public Grant {
        namespaces = namespaces.map(Set::copyOf);
    }

    public static Grant everywhere(Role role) {
        return new Grant(role, Optional.empty());
    }

    public static Grant in(Set<String> namespaces, Role role) {
        return new Grant(role, Optional.of(namespaces));
    }

    boolean isEverywhere() {
        return namespaces.isEmpty();
    }

    boolean holdsIn(String namespace) {
        return namespaces.map(bound -> bound.contains(namespace)).orElse(true);
    }
}
