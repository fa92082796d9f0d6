package com.orchestrator.engine.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every fault a definition can have, with the place and the words its author gets, as text under review. {@code
 * -Ddefinitions.write=true} writes what the compiler says now.
 */
class BadDefinitionsTest {

    private static final Path REVIEWED = Path.of("src/test/resources/definitions/bad-definitions.txt");
    private static final int CASES_MIN = 60;

    @Test
    void authors_areToldEverythingAndWhere() throws IOException {
        List<BadDefinition> cases = BadDefinition.readAll(REVIEWED);
        String intro = Files.readString(REVIEWED).split("\n### ", 2)[0] + "\n";
        String seen = cases.stream().map(BadDefinition::judged).collect(Collectors.joining("", intro, ""));

        if (Boolean.getBoolean("definitions.write")) {
            Files.writeString(REVIEWED, seen);
        }
        assertThat(cases).hasSizeGreaterThanOrEqualTo(CASES_MIN);
        assertThat(seen)
                .as("if the change is meant, review and write it with -Ddefinitions.write=true")
                .isEqualTo(Files.readString(REVIEWED));
    }

    @Test
    void everyCode_hasACase() throws IOException {
        String reviewed = Files.readString(REVIEWED);

        assertThat(Arrays.stream(FaultCode.values())
                        .filter(code ->
                                !reviewed.contains("\n" + code + " ") && !reviewed.contains("\nwarning " + code)))
                .isEmpty();
    }

    @Test
    void noCase_isAccidentallyGood() throws IOException {
        assertThat(BadDefinition.readAll(REVIEWED))
                .filteredOn(bad -> bad.verdict().isEmpty())
                .extracting(BadDefinition::name)
                .isEmpty();
    }
}
