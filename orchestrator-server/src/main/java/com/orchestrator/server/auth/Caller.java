package com.orchestrator.server.auth;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who is asking, and what that one may do. The name goes into the history of a run; it is never taken from a body. */
public record Caller(String name, Set<Grant> grants) implements Principal {

    /** No token is called so. */
    static final String NOBODY = "anonymous";

    /** Stands for everybody when authentication is switched off. */
    static final Caller ANONYMOUS = new Caller(NOBODY, Set.of(Grant.everywhere(Role.ADMIN)));

    public Caller {
        grants = Set.copyOf(grants);
    }

    /** Who sends the request; there is one behind every operation that takes a role. */
    public static Caller of(SecurityContext security) {
        return (Caller) security.getUserPrincipal();
    }

    @Override
    public String getName() {
        return name;
    }

    /** Wherever they hold. */
    public Set<Role> roles() {
        return grants.stream().map(Grant::role).collect(Collectors.toSet());
    }

    /** Whether there is anywhere that this one may do it. */
    boolean may(Role wanted) {
        return grants.stream().anyMatch(grant -> grant.gives(wanted));
    }

    boolean mayEverywhere(Role wanted) {
        return grants.stream().anyMatch(grant -> grant.isEverywhere() && grant.gives(wanted));
    }

    /** Whether this one may do it there. */
    public boolean mayIn(String namespace, Role wanted) {
        return grants.stream().anyMatch(grant -> grant.gives(wanted) && grant.holdsIn(namespace));
    }

    /** Whether all that a grant allows is allowed to this one. */
    boolean has(Grant grant) {
        return grant.sight().isWithin(sight()) && hasRole(grant);
    }

    private boolean hasRole(Grant grant) {
        return grant.namespaces()
                .map(names -> names.stream().allMatch(name -> mayIn(name, grant.role())))
                .orElseGet(() -> mayEverywhere(grant.role()));
    }

    /** How much of what runs carry this one sees. One grant that does not let him is enough. */
    public Sight sight() {
        return grants.stream().map(Grant::sight).max(Comparator.naturalOrder()).orElse(Sight.ALL);
    }

    /** Whether this one sees what runs carry, though maybe without what is sensitive. */
    public boolean readsPayloads() {
        return sight() != Sight.NONE;
    }

    /** Whether this one sees what runs carry, with what is sensitive. */
    public boolean readsSensitive() {
        return sight() == Sight.ALL;
    }

    /** Whether this one works for some namespaces alone. */
    public boolean isBound() {
        return !mayEverywhere(Role.WORKER);
    }

    /**
     * What the engine calls a worker of this caller. Workers of two callers are never the same, whatever they call themselves; so a
     * lease is the caller's whose worker took it (ADR 58).
     *
     * @param said what it calls itself
     */
    public String worker(String said) {
        return name.equals(NOBODY) ? said : name + ":" + said;
    }

    /**
     * What this caller calls a worker: his own by the name that it has given itself.
     *
     * @param worker as the engine calls it
     */
    public String shown(String worker) {
        boolean isOwn = !name.equals(NOBODY) && worker.startsWith(name + ":");
        return isOwn ? worker.substring(name.length() + 1) : worker;
    }

    /** Namespaces that this one sees anything of, in order; empty when there is no bound. */
    public Optional<Set<String>> namespaces() {
        return namespacesFor(Role.READER);
    }

    /** Namespaces in which this one may do it, in order; empty when there is no bound. */
    public Optional<Set<String>> namespacesFor(Role wanted) {
        return mayEverywhere(wanted)
                ? Optional.empty()
                : Optional.of(grants.stream()
                        .filter(grant -> grant.gives(wanted))
                        .flatMap(grant -> grant.namespaces().stream().flatMap(Set::stream))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /**
     * What a list is narrowed to: the namespace that was asked for, or the only one that this caller sees.
     *
     * @return null for things of all namespaces
     * @throws OrchestratorException {@code NOT_FOUND} when it is not for this caller, {@code INVALID_REQUEST} when one has to be named
     */
    public @Nullable String narrowed(@Nullable String asked) {
        Optional<Set<String>> bound = namespaces();
        if (bound.isEmpty()) {
            return asked;
        }
        if (asked != null) {
            Access.require(this, Role.READER, asked);
            return asked;
        }
        if (bound.get().size() == 1) {
            return bound.get().iterator().next();
        }
        String detail = "Token '" + name + "' sees several namespaces, and a list is of one: say which";
        throw new OrchestratorException(
                ErrorCode.INVALID_REQUEST,
                detail,
                List.of(new Problem.Detail("/namespace", 0, 0, detail, "one of " + String.join(", ", bound.get()))));
    }
}
