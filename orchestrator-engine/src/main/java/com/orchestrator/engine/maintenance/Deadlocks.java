package com.orchestrator.engine.maintenance;

import com.orchestrator.engine.store.ClaimStore.Entangled;
import com.orchestrator.engine.store.ClaimStore.Link;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Circles of runs that wait for each other: for who holds a name, for who stands before them in its line, and a parent for its
 * children. Every server finds the same, and picks the same one to give up: the youngest request.
 */
final class Deadlocks {

    private final Entangled entangled;
    private final Map<UUID, Set<UUID>> waitsFor = new HashMap<>();

    Deadlocks(Entangled entangled) {
        this.entangled = entangled;
        Map<String, List<Link>> byName = new HashMap<>();
        entangled
                .links()
                .forEach(link -> byName.computeIfAbsent(link.name(), name -> new ArrayList<>())
                        .add(link));
        byName.values().forEach(this::connect);
        entangled.parents().forEach((child, parent) -> edges(parent).add(child));
    }

    private void connect(List<Link> links) {
        for (Link waiting : links) {
            for (Link other : links) {
                boolean isBefore = other.held() || other.seq() < waiting.seq();
                if (!waiting.held() && isBefore && !other.instanceId().equals(waiting.instanceId())) {
                    edges(waiting.instanceId()).add(other.instanceId());
                }
            }
        }
    }

    private Set<UUID> edges(UUID run) {
        return waitsFor.computeIfAbsent(run, id -> new HashSet<>());
    }

    /** One request of each circle, in the order of requests. */
    List<Link> victims() {
        List<Link> victims = new ArrayList<>();
        Set<UUID> gone = new HashSet<>();
        for (UUID run : waitsFor.keySet().stream().sorted().toList()) {
            Optional<Link> victim = youngest(circleThrough(run, gone));
            victim.ifPresent(link -> {
                gone.add(link.instanceId());
                victims.add(link);
            });
        }
        victims.sort(Comparator.comparingLong(Link::seq));
        return victims;
    }

    /** Runs that wait for this one and that this one waits for, itself among them; empty when there are none. */
    private Set<UUID> circleThrough(UUID run, Set<UUID> gone) {
        Set<UUID> circle = new LinkedHashSet<>();
        for (UUID other : reachable(run, gone)) {
            if (reachable(other, gone).contains(run)) {
                circle.add(other);
            }
        }
        return circle;
    }

    private Set<UUID> reachable(UUID from, Set<UUID> gone) {
        Set<UUID> seen = new LinkedHashSet<>();
        List<UUID> open = new ArrayList<>(List.of(from));
        while (!open.isEmpty()) {
            UUID run = open.remove(open.size() - 1);
            if (!gone.contains(run)) {
                waitsFor.getOrDefault(run, Set.of()).stream().filter(seen::add).forEach(open::add);
            }
        }
        seen.removeAll(gone);
        return seen;
    }

    private Optional<Link> youngest(Set<UUID> circle) {
        return entangled.links().stream()
                .filter(link -> !link.held() && circle.contains(link.instanceId()))
                .max(Comparator.comparingLong(Link::seq).thenComparing(Link::name));
    }
}
