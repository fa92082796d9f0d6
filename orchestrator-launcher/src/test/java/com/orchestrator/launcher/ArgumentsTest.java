package com.orchestrator.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.launcher.Arguments.Command;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {

    @Test
    void readsOptionsInBothSpellings() {
        var arguments = parse("dev --port 9000 --data=some/where");

        assertThat(arguments.command()).isEqualTo(Command.DEV);
        assertThat(arguments.port()).contains(9000);
        assertThat(arguments.data()).contains(Path.of("some/where"));
    }

    @Test
    void leavesWhatIsNotSaidToTheCommand() {
        var arguments = parse("demo");

        assertThat(arguments.port()).isEmpty();
        assertThat(arguments.keep()).isFalse();
        assertThat(parse("demo --keep").keep()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            fly                 | There is no command 'fly'.
            dev --bogus         | There is no option '--bogus'.
            dev --keep          | 'dev' has no option '--keep'.
            etl-demo --keep     | 'etl-demo' has no option '--keep'.
            demo --host ::1     | 'demo' has no option '--host'.
            server --port       | '--port' needs a value.
            dev --data --port 1 | '--data' needs a value.
            server --port 0     | '--port' needs a number from 1 to 65535, not '0'.
            server --port x     | '--port' needs a number from 1 to 65535, not 'x'.
            """)
    void refusesWhatItDoesNotUnderstand(String line, String sentence) {
        assertThatThrownBy(() -> parse(line)).isInstanceOf(UsageException.class).hasMessage(sentence);
    }

    private static Arguments parse(String line) {
        return Arguments.parse(List.of(line.split(" ")));
    }
}
