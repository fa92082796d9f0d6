package com.orchestrator.maven;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/** Names for Java of names that are none: {@code fraud-review} is {@code FraudReview}, {@code fraudReview} or {@code FRAUD_REVIEW}. Each is given once. */
final class JavaNames {

    private final Set<String> taken = new HashSet<>();

    /** @param reserved what none of the names may be */
    JavaNames(String... reserved) {
        taken.addAll(Arrays.asList(reserved));
    }

    String type(String name) {
        return free(start(camel(name), "T"));
    }

    String member(String name) {
        String camel = camel(name);
        String member = camel.isEmpty() ? camel : camel.substring(0, 1).toLowerCase(Locale.ROOT) + camel.substring(1);
        return free(start(member, "f"));
    }

    String constant(String name) {
        String snake = name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").replaceAll("[^\\p{Alnum}]+", "_");
        return free(start(snake.toUpperCase(Locale.ROOT), "C"));
    }

    private static String camel(String name) {
        return Arrays.stream(name.split("[^\\p{Alnum}]+"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    private static String start(String name, String before) {
        return name.isEmpty() || !Character.isJavaIdentifierStart(name.charAt(0)) ? before + name : name;
    }

    private String free(String name) {
        String free = SourceVersion.isName(name) ? name : name + "_";
        for (int number = 2; !taken.add(free); number++) {
            free = name + number;
        }
        return free;
    }
}
