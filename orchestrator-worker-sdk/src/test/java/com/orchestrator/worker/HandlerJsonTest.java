package com.orchestrator.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What inputs and outputs may be made of, without a module of the application's. */
class HandlerJsonTest {

    private final ObjectMapper mapper = HandlerJson.mapper();

    record Times(
            Instant instant,
            Duration duration,
            Period period,
            LocalDate date,
            LocalTime time,
            LocalDateTime dateTime,
            OffsetTime offsetTime,
            OffsetDateTime offsetDateTime,
            ZonedDateTime zonedDateTime,
            Year year,
            YearMonth yearMonth,
            MonthDay monthDay,
            ZoneId zone,
            ZoneOffset offset,
            DayOfWeek day,
            Month month,
            Map<LocalDate, Integer> perDay) {}

    private static final Times TIMES = new Times(
            Instant.parse("2026-11-21T10:00:00.123456789Z"),
            Duration.ofSeconds(90),
            Period.ofDays(3),
            LocalDate.of(2026, 11, 21),
            LocalTime.of(10, 15),
            LocalDateTime.of(2026, 11, 21, 10, 15),
            OffsetTime.of(10, 15, 0, 0, ZoneOffset.ofHours(1)),
            OffsetDateTime.of(2026, 11, 21, 10, 15, 0, 0, ZoneOffset.ofHours(1)),
            ZonedDateTime.of(2026, 11, 21, 10, 15, 0, 0, ZoneId.of("Europe/Paris")),
            Year.of(2026),
            YearMonth.of(2026, 11),
            MonthDay.of(11, 21),
            ZoneId.of("Europe/Paris"),
            ZoneOffset.ofHours(-5),
            DayOfWeek.FRIDAY,
            Month.MAY,
            Map.of(LocalDate.of(2026, 11, 21), 4));

    @Test
    void times_areTheirIsoText_andComeBackTheSame() throws JsonProcessingException {
        String json = mapper.writeValueAsString(TIMES);

        assertThat(mapper.readValue(json, Times.class)).isEqualTo(TIMES);
        assertThat(json)
                .contains(
                        "\"instant\":\"2026-11-21T10:00:00.123456789Z\"",
                        "\"duration\":\"PT1M30S\"",
                        "\"date\":\"2026-11-21\"",
                        "\"zonedDateTime\":\"2026-11-21T10:15+01:00[Europe/Paris]\"",
                        "\"year\":\"2026\"",
                        "\"zone\":\"Europe/Paris\"",
                        "\"perDay\":{\"2026-11-21\":4}");
    }

    @Test
    void timeThatIsNone_isSaidWithItsPlace() {
        assertThatThrownBy(() -> mapper.readValue("{\"date\":\"2026-13-01\"}", Times.class))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("LocalDate")
                .hasMessageContaining("date");
    }

    record Perhaps(
            Optional<String> name,
            Optional<LocalDate> date,
            Optional<List<BigDecimal>> amounts,
            OptionalInt count,
            OptionalLong millis,
            OptionalDouble ratio) {}

    @Test
    void optionals_areTheirValue_orNull_orNotThere() throws JsonProcessingException {
        Perhaps all = new Perhaps(
                Optional.of("a"),
                Optional.of(LocalDate.of(2026, 1, 2)),
                Optional.of(List.of(new BigDecimal("1.50"))),
                OptionalInt.of(3),
                OptionalLong.of(4_000_000_000L),
                OptionalDouble.of(0.5));
        Perhaps none = new Perhaps(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty());

        assertThat(mapper.writeValueAsString(all))
                .isEqualTo("{\"name\":\"a\",\"date\":\"2026-01-02\",\"amounts\":[1.50],\"count\":3,"
                        + "\"millis\":4000000000,\"ratio\":0.5}");
        assertThat(mapper.readValue(mapper.writeValueAsString(all), Perhaps.class))
                .isEqualTo(all);
        assertThat(mapper.writeValueAsString(none))
                .isEqualTo(
                        "{\"name\":null,\"date\":null,\"amounts\":null,\"count\":null,\"millis\":null,\"ratio\":null}");
        assertThat(mapper.readValue(mapper.writeValueAsString(none), Perhaps.class))
                .isEqualTo(none);
        assertThat(mapper.readValue("{}", Perhaps.class)).isEqualTo(none);
        assertThat(mapper.writeValueAsString(Optional.of("top"))).isEqualTo("\"top\"");
    }

    sealed interface Payment permits Card, Transfer {}

    record Card(String number) implements Payment {}

    record Transfer(String iban, LocalDate due) implements Payment {}

    record Paid(List<Payment> payments) {}

    @Test
    void sealedInterfaces_areReadAsTheTypeThatHasTheFields() throws JsonProcessingException {
        Paid paid = new Paid(List.of(new Card("4711"), new Transfer("DE02", LocalDate.of(2026, 1, 2))));

        String json = mapper.writeValueAsString(paid);

        assertThat(json).isEqualTo("{\"payments\":[{\"number\":\"4711\"},{\"iban\":\"DE02\",\"due\":\"2026-01-02\"}]}");
        assertThat(mapper.readValue(json, Paid.class)).isEqualTo(paid);
    }
}
