package com.orchestrator.engine.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RuleNameTest {

    @Test
    void names_comeBackAsTheyWere() {
        for (String subject : List.of("psp", "a:b", "%3A", "a%b:", ":")) {
            for (RuleName name : List.of(
                    RuleName.queue(subject),
                    RuleName.budget(subject),
                    RuleName.breaker(subject),
                    RuleName.fair(subject, "tenant:3%"),
                    RuleName.rate(subject, "k"))) {
                assertThat(RuleName.parse(name.text())).isEqualTo(name);
            }
        }
    }

    @Test
    void queueAndKey_cannotBeTakenForAnother() {
        Set<String> names =
                List.of(RuleName.fair("a", "b:c"), RuleName.fair("a:b", "c"), RuleName.fair("a%3Ab", "c")).stream()
                        .map(RuleName::text)
                        .collect(Collectors.toSet());
        assertThat(names).hasSize(3);
    }

    @Test
    void plainNames_readAsPeopleWriteThem() {
        assertThat(RuleName.budget("heavy")).hasToString("budget:heavy");
        assertThat(RuleName.fair("psp", "tenant-3")).hasToString("fair:psp:tenant-3");
    }

    @Test
    void anythingElse_isNoRule() {
        assertThatThrownBy(() -> RuleName.parse("psp")).isInstanceOf(IllegalArgumentException.class);
    }
}
