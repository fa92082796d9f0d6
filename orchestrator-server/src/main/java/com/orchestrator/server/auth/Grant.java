package com.orchestrator.server.auth;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A role, and where it holds.
 *
 * @param namespaces those it is bound to; empty when it holds everywhere
 * @param sight how much of what runs carry he sees who has it
 */
public record Grant(Role role, Optional<Set<String>> namespaces, Sight sight) {

    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");

    public Grant {
        namespaces = namespaces.map(Set::copyOf);
    }

    public static Grant everywhere(Role role) {
        return new Grant(role, Optional.empty(), Sight.ALL);
    }

    public static Grant in(Set<String> namespaces, Role role) {
        return new Grant(role, Optional.of(namespaces), Sight.ALL);
    }

    /** A worker reads what it works on, so who does not see all is none. */
    boolean gives(Role wanted) {
        return role.covers(wanted) && !(sight != Sight.ALL && wanted == Role.WORKER);
    }

    boolean isEverywhere() {
        return namespaces.isEmpty();
    }

    boolean holdsIn(String namespace) {
        return namespaces.map(bound -> bound.contains(namespace)).orElse(true);
    }

    /**
     * Reads what people write, {@code role[+role][+no-sensitive|+no-payloads][@namespace[+namespace]]}.
     *
     * @throws IllegalArgumentException with what is wrong, to stand behind a name of the place
     */
    public static List<Grant> parse(String text) {
        int at = text.indexOf('@');
        Optional<Set<String>> namespaces = at < 0 ? Optional.empty() : Optional.of(names(text.substring(at + 1)));
        List<String> words = Arrays.stream((at < 0 ? text : text.substring(0, at)).split("\\+", -1))
                .map(String::strip)
                .toList();
        Sight sight = words.stream()
                .flatMap(word -> Sight.ofWord(word).stream())
                .max(Comparator.naturalOrder())
                .orElse(Sight.ALL);
        List<Grant> grants = words.stream()
                .filter(word -> Sight.ofWord(word).isEmpty())
                .map(word -> new Grant(role(word), namespaces, sight))
                .toList();
        boolean works = grants.stream().anyMatch(grant -> grant.role() == Role.WORKER);
        if (grants.isEmpty() || (sight != Sight.ALL && works)) {
            throw new IllegalArgumentException("has " + sight.text().substring(1)
                    + ", which stands behind reader, operator or admin: a worker reads what it works on");
        }
        return grants;
    }

    private static Role role(String name) {
        return Role.ofConfigName(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "names an unknown role; known are reader, worker, operator, admin"));
    }

    private static Set<String> names(String text) {
        Set<String> names = new HashSet<>();
        for (String name : text.split("\\+", -1)) {
            if (!NAMESPACE.matcher(name.strip()).matches()) {
                throw new IllegalArgumentException("is bound to something that is no name of a namespace");
            }
            names.add(name.strip());
        }
        return names;
    }

    /** As people write them, those of the same namespaces together, in order. */
    public static List<String> texts(Collection<Grant> grants) {
        Map<String, Set<Role>> roles = new TreeMap<>();
        grants.forEach(grant ->
                roles.computeIfAbsent(grant.where(), where -> new TreeSet<>()).add(grant.role()));
        return roles.entrySet().stream()
                .map(entry -> entry.getValue().stream()
                                .map(role -> role.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining("+"))
                        + entry.getKey())
                .toList();
    }

    private String where() {
        String bound = namespaces
                .map(names -> "@" + String.join("+", new TreeSet<>(names)))
                .orElse("");
        return sight.text() + bound;
    }
}
