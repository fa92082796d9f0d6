package com.orchestrator.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both lists of the documents, for people and for programs that read, have all of them, and lead to where they are. */
class DocumentListsTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+\\.md)\\)");

    @ParameterizedTest
    @ValueSource(strings = {"docs/README.md", "llms.txt"})
    void list_hasEveryPage(String name) throws IOException {
        Path list = Documents.ROOT.resolve(name);
        Set<Path> listed = LINK.matcher(Files.readString(list))
                .results()
                .map(link -> list.resolveSibling(link.group(1)).normalize())
                .collect(Collectors.toSet());

        assertThat(listed).allSatisfy(page -> assertThat(page).exists());
        assertThat(listed)
                .containsAll(Documents.all().stream()
                        .filter(page -> page.startsWith(Documents.ROOT.resolve("docs")))
                        .filter(page -> !page.endsWith("docs/README.md"))
                        .toList());
    }
}
