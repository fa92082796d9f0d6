package com.orchestrator.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import com.orchestrator.engine.plan.ExpressionFailure;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/reference/expressions.md says about numbers: no digit is lost in silence, and no number takes long. */
class NumbersTest {

    private static final ExpressionCompiler COMPILER = new ExpressionCompiler();
    private static final String DIGITS_400 = "1234567890".repeat(40);
    private static final Values SCOPE = Values.input("{\"total\":1234567890123456.78,\"same\":1.23456789012345678e15"
            + ",\"price\":19.90,\"half\":0.5,\"one\":1.0,\"n\":3,\"neg\":-2.7,\"big\":98765432109876543210,\"tiny\":0.0000001"
            + ",\"e400\":1e400,\"far\":1e1000000000,\"near\":1e-1000000000,\"beyond\":1e99999999999,\"zero\":0.00"
            + ",\"long\":" + DIGITS_400 + ",\"text\":\"x\",\"at\":\"2026-11-21T23:30:00Z\"}");

    private static String evaluate(String expression) throws ExpressionSyntaxException {
        return COMPILER.template(TextNode.valueOf("${" + expression + "}"))
                .evaluate(SCOPE)
                .toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '`', textBlock = """
            [input.total]                           § [1234567890123456.78]
            {'a': input.price, 'b': [input.big]}    § {"a":19.90,"b":[98765432109876543210]}
            json(input.total)                       § "1234567890123456.78"
            json([input.one, input.price])          § "[1.0,19.90]"
            parseJson('[1234567890123456.78]')      § [1234567890123456.78]
            [input.e400, input.far]                 § [1E+400,1E+1000000000]
            [input.beyond]                          § [1e99999999999]
            true ? input.total : 0                  § 1234567890123456.78
            input.?total.orValue(0)                 § 1234567890123456.78
            [input.total, 1].map(x, x)              § [1234567890123456.78,1]
            string(input.price)                     § "19.90"
            """)
    void whatIsPassedOn_keepsItsDigits(String expression, String value) throws ExpressionSyntaxException {
        assertThat(evaluate(expression)).isEqualTo(value);
    }

    @Test
    void longNumbers_arePassedOnByExpressions() throws ExpressionSyntaxException {
        assertThat(evaluate("[input.long]")).isEqualTo("[" + DIGITS_400 + "]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '`', textBlock = """
            input.total + 0.01                      § 1234567890123456.79
            input.total - input.same                § 0.00
            input.price * 3                         § 59.70
            input.price * 1.1                       § 21.890
            3 * 1.1                                 § 3.3
            input.n * 1.1                           § 3.3
            9007199254740993 * 1.0                  § 9007199254740993.0
            input.n / 2                             § 1
            input.n / 2.0                           § 1.5
            input.price / 4                         § 4.975
            input.one / 3                           § 0.3333333333333333333333333333333333
            decimal(2) / 3                          § 0.6666666666666666666666666666666667
            -input.price                            § -19.90
            input.big + 1                           § 98765432109876543211
            0.1 + 0.2                               § 0.30000000000000004
            decimal('0.1') + 0.2                    § 0.3
            int(input.neg)                          § -2
            double(input.price)                     § 19.9
            sum([input.price, input.half, 1])       § 21.40
            max([input.price, 19, 19.95])           § 19.95
            avg([input.price, 0])                   § 9.95
            input.e400 * 2                          § 2E+400
            input.zero + input.e400                 § 1E+400
            input.at + duration('48h')              § "2026-11-23T23:30:00Z"
            duration('1h') + input.at               § "2026-11-22T00:30:00Z"
            input.at - duration('30m')              § "2026-11-21T23:00:00Z"
            input.at + duration('1h') > timestamp(input.at) § true
            """)
    void arithmetic_isExact(String expression, String value) throws ExpressionSyntaxException {
        assertThat(evaluate(expression)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "input.total == input.same",
                "input.total != 1234567890123456.79",
                "input.total < input.total + 0.01",
                "input.one == 1",
                "1 == input.one",
                "input.half == 0.5",
                "input.price >= 19",
                "19 < input.price",
                "input.price < 19.91 && 19.89 < input.price",
                "input.big > 9223372036854775807",
                "input.big == 98765432109876543210.0 || true",
                "input.one in [1, 2]",
                "1 in [input.one]",
                "[input.one, {'a': input.half}] == [1, {'a': 0.5}]",
                "9007199254740993 != dyn(9007199254740992.0)",
                "input.far > input.e400",
                "input.near > 0 && input.near < input.tiny",
                "input.far == input.far && input.far != input.e400",
                "input.long == input.long && input.long > 1",
                "input.one * 3 == 3.0",
                "size([1]) * 0.5 == 0.5",
                "1 == dyn(1.0) && 'a' == 'a' && null == null",
                "{'a': 1} == {'a': dyn(1.0)}"
            })
    void comparison_isByExactValue(String expression) throws ExpressionSyntaxException {
        assertThat(evaluate(expression)).isEqualTo("true");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '`', textBlock = """
            input.long + 1                § more than 100 digits
            input.long * 2                § more than 100 digits
            1 - input.long                § more than 100 digits
            input.long / 7                § more than 100 digits
            sum([input.long, 1])          § more than 100 digits
            avg([input.long])             § more than 100 digits
            input.e400 + 1                § more than 100 digits
            input.far + 1                 § more than 100 digits
            input.far - input.near        § more than 100 digits
            input.far * input.far * input.far § Overflow
            input.beyond + 1              § overload
            input.price / 0               § division by zero
            input.price / input.zero      § division by zero
            int(input.big)                § 64 bits
            int(input.far)                § 64 bits
            double(input.e400)            § no double
            decimal('x')                  § not a number
            decimal([1])                  § not a number
            9223372036854775807 + 1       § overflow
            input.text + duration('1h')   § not an RFC 3339 moment
            input.price + 'x'             § overload
            """)
    void whatCannotBeExact_isAFailureAndTakesNoTime(String expression, String reason) {
        long begin = System.nanoTime();

        assertThatThrownBy(() -> evaluate(expression))
                .isInstanceOf(ExpressionFailure.class)
                .hasMessageContaining(reason);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void kindsThatDoNotMix_areStillFoundBeforeTheRun() {
        assertThatThrownBy(() -> evaluate("1.5 + 'x'"))
                .isInstanceOf(ExpressionSyntaxException.class)
                .hasMessageContaining("no matching overload");
    }

    @Test
    void hintsForAbsentValues_workForTasksWithoutOutput() throws ExpressionSyntaxException {
        for (String path : new String[] {"tasks.x.output.field", "[tasks.x.output.field]"}) {
            assertThatThrownBy(() -> evaluate(path))
                    .isInstanceOf(ExpressionFailure.class)
                    .hasMessageContaining("tasks.x.?output.?field.orValue(null)");
        }
        assertThat(evaluate("tasks.x.?output.?field.orValue(null)")).isEqualTo("null");
    }
}
