package com.orchestrator.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.expression.language.Budget;
import com.orchestrator.engine.plan.ExpressionFailure;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Expressions that want more than there is: each ends as a failed expression, on a stack half as large as that of a lane.
 * Time stands still for all but the last, so what ends them is what was counted and the same on every machine.
 */
class HostileExpressionsTest {

    private static final long STACK_BYTES = 512 * 1024;
    private static final ExpressionCompiler COMPILER = new ExpressionCompiler(() -> 0);
    private static final Values SCOPE = Values.input("{\"xs\":" + numbers(10_000)
            + ",\"big\":\"" + "a".repeat(90_000)
            + "\",\"huge\":\"" + "a".repeat(1_000_000)
            + "\",\"needle\":\"" + "a".repeat(25_000) + "b"
            + "\",\"deep\":" + "[".repeat(280) + "]".repeat(280) + "}");

    private static String numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '`', textBlock = """
            input.xs.all(x, input.xs.all(y, input.xs.all(z, true))) § Iteration budget exceeded
            input.xs.map(x, x).map(x, x).size() § Iteration budget exceeded
            input.xs.all(x, [x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x,x].size() > 0) § more than 500000 steps
            input.xs.map(x, input.big + 'x').size() § more than 2000000 characters
            input.xs.map(x, input.xs + [x]).size() § more than 2000000 characters
            input.xs.map(x, input.xs.reverse()).size() § more than 2000000 characters
            input.xs.map(x, input.xs.slice(0, 9000)).size() § more than 2000000 characters
            input.xs.map(x, input.huge.substring(1)).size() § more than 2000000 characters
            input.xs.map(x, input.big.upperAscii()).size() § more than 2000000 characters
            input.xs.map(x, bytes(input.big)).size() § more than 2000000 characters
            input.xs.map(x, json(input.xs)).size() § more than 2000000 characters
            [json(input.xs)].map(t, input.xs.slice(0, 900).map(x, parseJson(t))).size() § more than 2000000 characters
            input.xs.exists(x, input.xs.map(y, input.big + 'x').size() > 0) || true § more than 2000000 characters
            ['aaaaaaaaaaaaaaaa'].map(s,s+s).map(s,s+s).map(s,s+s).map(s,s+s).map(s,s+s).map(s,s+s).map(s,s+s).map(s,s+s).map(s,s+s).map(s,s+s).map(s,s+s).map(s,s+s).map(s,s+s) § a text of more than 100000 characters
            input.big + input.big § a text of more than 100000 characters
            input.big.replace('a', 'aaa') § a text of more than 100000 characters
            input.xs.join(input.big) § a text of more than 100000 characters
            input.xs.map(x, '').join(input.big) § a text of more than 100000 characters
            parseJson(input.huge) § a text of more than 100000 characters
            input.xs.map(x, input.huge) § larger than 256 KiB
            input.xs.map(x, {input.huge: x}) § larger than 256 KiB
            input.xs.map(x, [1, 2, 3, 4, 5, 6]) § more than 50000 values
            [[[[[[[[[[[[[[[[[[[[[input.deep]]]]]]]]]]]]]]]]]]]]] § nested more than 300 deep
            input.big.contains(input.needle) § a search in so long a text
            input.huge.indexOf(input.needle) § a search in so long a text
            input.huge.lastIndexOf(input.needle) § a search in so long a text
            input.big.replace(input.needle, '') § a search in so long a text
            input.huge.matches('(a*)*(a*)*b') § a match of so long a text
            input.big.matches('((a{1,30}){1,30}){1,30}b') § a match of so long a text
            'x'.matches(input.big) § a pattern of more than 500 characters
            'x'.matches('(') § is not a pattern
            9223372036854775807 + 1 § overflow
            input.xs.map(x, 9223372036854775807 * x) § overflow
            -9223372036854775807 - 2 § overflow
            1 / 0 § zero
            1 % 0 § zero
            1.0 / 0 § zero
            1.0 / 0.0 § not a finite number
            parseJson('1 2') § not JSON
            parseJson('') § an empty text
            int('99999999999999999999') § 99999999999999999999
            duration('999999999999999999s') § duration
            'a'.charAt(9) § out of range
            'a'.indexOf('a', 2) § outside of the text
            timestamp('2020-01-01T00:00:00Z').getHours('Mars/Olympus') § Mars/Olympus
            type(1) § no JSON value
            """)
    void wantingTooMuch_failsTheExpression(String expression, String reason) {
        assertThat(onSmallStack(COMPILER, expression))
                .isInstanceOf(ExpressionFailure.class)
                .hasMessageContaining(reason)
                .extracting(Throwable::getMessage)
                .asString()
                .hasSizeLessThanOrEqualTo(300);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 {500*+1}",
                "input {300*+input.x}",
                "input {600*.?a}",
                "{400*true?1:}1",
                "{60*(}1{60*)}",
                "{60*[}1{60*]}",
                "{60*[1].map(x,}1{60*)}",
                "[1]{18*.map(x,[x,x])}",
                "'{2100*x}'",
                "{300*[1].map(x,}",
                "{1000*(}",
                "{700*a(}",
                "\"\"\"{500*\\n}"
            })
    void writingTooMuch_isRefusedBeforeTheRun(String shape) {
        assertThat(onSmallStack(COMPILER, spelledOut(shape))).isInstanceOf(ExpressionSyntaxException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "input{1000*.a}",
                "input{600*[0]}",
                "{2000*-}1",
                "{2000*!}true",
                "{300*true&&}true",
                "{500*true||}true",
                "[1]{150*.map(x,x)}",
                "{49*[}1{49*]}",
                "input.xs.all(x, input.xs.all(y, true) || true) || true",
                "input.xs.map(x, x * 2).size()",
                "tasks{10*.a}",
                "input.deep",
                "input.xs.exists(x, x == -1)"
            })
    void whatIsLongButHarmless_endsOneWayOrTheOther(String shape) {
        Throwable end = onSmallStack(COMPILER, spelledOut(shape));

        assertThat(end == null || end instanceof ExpressionFailure || end instanceof ExpressionSyntaxException)
                .as("%s", end)
                .isTrue();
    }

    /** Text in braces after a number and a star is repeated. */
    private static String spelledOut(String shape) {
        return Pattern.compile("\\{(\\d+)\\*(.*?)}")
                .matcher(shape)
                .replaceAll(part -> Matcher.quoteReplacement(part.group(2).repeat(Integer.parseInt(part.group(1)))));
    }

    @Test
    void allIterationsThereAre_mayBeUsed() {
        assertThat(onSmallStack(COMPILER, "input.xs.map(x, x * 2 + 1).size() == 10000"))
                .isNull();
    }

    @Test
    void whatTakesTooLong_failsTheExpression() {
        AtomicLong clock = new AtomicLong();
        LongSupplier late = () -> clock.addAndGet(Budget.TIME_MAX.toNanos() / 2);

        assertThat(onSmallStack(new ExpressionCompiler(late), "input.xs.exists(x, input.big.matches('a*b'))"))
                .isInstanceOf(ExpressionFailure.class)
                .hasMessageContaining("computes for more than 1000 ms");
        assertThat(onSmallStack(new ExpressionCompiler(late), "input.xs.all(x, x >= 0) || true"))
                .as("no 'or' saves it")
                .isInstanceOf(ExpressionFailure.class);
    }

    @Test
    void aDocumentTooDeepForItsReaders_isNotPutTogether() throws ExpressionSyntaxException {
        String deep = "[".repeat(90) + "\"${ input.deep }\"" + "]".repeat(90);
        var template = COMPILER.template(Payload.ofJson(deep).tree());

        assertThatThrownBy(() -> template.evaluate(SCOPE))
                .isInstanceOf(ExpressionFailure.class)
                .hasMessageContaining("nested more than 300 deep");
    }

    @Test
    void bracketsInTexts_areNotNesting() throws ExpressionSyntaxException {
        Values scope = Values.input("{\"text\":\"" + "[\\\"{\\\\".repeat(600) + "\"}");
        var template = COMPILER.template(Payload.ofJson("[\"${ input.text }\"]").tree());

        assertThat(template.evaluate(scope).tree().get(0).textValue()).hasSize(4 * 600);
    }

    /** What it ends with; null when it has a value. */
    private static Throwable onSmallStack(ExpressionCompiler compiler, String expression) {
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread thread = new Thread(null, () -> end.set(end(compiler, expression)), "small stack", STACK_BYTES);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return end.get();
    }

    @SuppressWarnings("ThrowableNotThrown")
    private static Throwable end(ExpressionCompiler compiler, String expression) {
        try {
            compiler.template(TextNode.valueOf("${" + expression + "}")).evaluate(SCOPE);
            return null;
        } catch (Throwable thrown) {
            return thrown;
        }
    }
}
