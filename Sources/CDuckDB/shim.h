// The functions of DuckDB's C API (1.5) that prospect calls. The package that carries the library has no header.
#ifndef PROSPECT_CDUCKDB_H
#define PROSPECT_CDUCKDB_H

#include <stdbool.h>
#include <stdint.h>

#include "../CArrow/shim.h"

typedef uint64_t idx_t;
typedef enum { DuckDBSuccess = 0, DuckDBError = 1 } duckdb_state;

typedef struct _duckdb_database { void *internal; } *duckdb_database;
typedef struct _duckdb_connection { void *internal; } *duckdb_connection;
typedef struct _duckdb_config { void *internal; } *duckdb_config;
typedef struct _duckdb_data_chunk { void *internal; } *duckdb_data_chunk;
typedef struct _duckdb_vector { void *internal; } *duckdb_vector;
typedef struct _duckdb_logical_type { void *internal; } *duckdb_logical_type;
typedef struct _duckdb_table_function { void *internal; } *duckdb_table_function;
typedef struct _duckdb_bind_info { void *internal; } *duckdb_bind_info;
typedef struct _duckdb_init_info { void *internal; } *duckdb_init_info;
typedef struct _duckdb_function_info { void *internal; } *duckdb_function_info;
typedef struct _duckdb_scalar_function { void *internal; } *duckdb_scalar_function;
typedef struct _duckdb_arrow_options { void *internal; } *duckdb_arrow_options;
typedef struct _duckdb_error_data { void *internal; } *duckdb_error_data;
typedef struct _duckdb_extracted_statements { void *internal; } *duckdb_extracted_statements;
typedef struct _duckdb_prepared_statement { void *internal; } *duckdb_prepared_statement;
typedef struct _duckdb_pending_result { void *internal; } *duckdb_pending_result;

typedef enum {
    DUCKDB_PENDING_RESULT_READY = 0,
    DUCKDB_PENDING_RESULT_NOT_READY = 1,
    DUCKDB_PENDING_ERROR = 2,
    DUCKDB_PENDING_NO_TASKS_AVAILABLE = 3
} duckdb_pending_state;

typedef enum {
    DUCKDB_ERROR_OUT_OF_RANGE = 1,
    DUCKDB_ERROR_CONVERSION = 2,
    DUCKDB_ERROR_TRANSACTION = 10,
    DUCKDB_ERROR_NOT_IMPLEMENTED = 11,
    DUCKDB_ERROR_CATALOG = 13,
    DUCKDB_ERROR_PARSER = 14,
    DUCKDB_ERROR_CONSTRAINT = 18,
    DUCKDB_ERROR_BINDER = 24,
    DUCKDB_ERROR_IO = 28,
    DUCKDB_ERROR_INTERRUPT = 29,
    DUCKDB_ERROR_FATAL = 30,
    DUCKDB_ERROR_INTERNAL = 31,
    DUCKDB_ERROR_INVALID_INPUT = 32,
    DUCKDB_ERROR_OUT_OF_MEMORY = 33,
    DUCKDB_ERROR_PERMISSION = 34,
    DUCKDB_ERROR_HTTP = 38,
    DUCKDB_ERROR_MISSING_EXTENSION = 39
} duckdb_error_type;

typedef struct { int32_t days; } duckdb_date;

typedef struct {
    idx_t deprecated_column_count;
    idx_t deprecated_row_count;
    idx_t deprecated_rows_changed;
    void *deprecated_columns;
    char *deprecated_error_message;
    void *internal_data;
} duckdb_result;

// A string of 12 bytes or fewer lies in the value itself, a longer one behind the pointer.
typedef struct {
    union {
        struct { uint32_t length; char prefix[4]; char *ptr; } pointer;
        struct { uint32_t length; char inlined[12]; } inlined;
    } value;
} duckdb_string_t;

typedef struct { double percentage; uint64_t rows_processed; uint64_t total_rows_to_process; } duckdb_query_progress_type;

typedef enum DUCKDB_TYPE {
    DUCKDB_TYPE_INVALID = 0,
    DUCKDB_TYPE_BOOLEAN = 1,
    DUCKDB_TYPE_INTEGER = 4,
    DUCKDB_TYPE_BIGINT = 5,
    DUCKDB_TYPE_UINTEGER = 8,
    DUCKDB_TYPE_FLOAT = 10,
    DUCKDB_TYPE_DOUBLE = 11,
    DUCKDB_TYPE_DATE = 13,
    DUCKDB_TYPE_VARCHAR = 17
} duckdb_type;

const char *duckdb_library_version(void);
duckdb_state duckdb_create_config(duckdb_config *out_config);
duckdb_state duckdb_set_config(duckdb_config config, const char *name, const char *option);
void duckdb_destroy_config(duckdb_config *config);
duckdb_state duckdb_open_ext(const char *path, duckdb_database *out_database, duckdb_config config, char **out_error);
void duckdb_close(duckdb_database *database);
duckdb_state duckdb_connect(duckdb_database database, duckdb_connection *out_connection);
void duckdb_disconnect(duckdb_connection *connection);
void duckdb_interrupt(duckdb_connection connection);
duckdb_query_progress_type duckdb_query_progress(duckdb_connection connection);
void duckdb_free(void *pointer);

idx_t duckdb_extract_statements(
    duckdb_connection connection, const char *query, duckdb_extracted_statements *out_statements);
const char *duckdb_extract_statements_error(duckdb_extracted_statements statements);
void duckdb_destroy_extracted(duckdb_extracted_statements *statements);
duckdb_state duckdb_prepare_extracted_statement(
    duckdb_connection connection, duckdb_extracted_statements statements, idx_t index,
    duckdb_prepared_statement *out_statement);
const char *duckdb_prepare_error(duckdb_prepared_statement statement);
idx_t duckdb_nparams(duckdb_prepared_statement statement);
// Freed by the caller with `duckdb_free`. Parameters count from 1.
const char *duckdb_parameter_name(duckdb_prepared_statement statement, idx_t index);
duckdb_state duckdb_bind_null(duckdb_prepared_statement statement, idx_t index);
duckdb_state duckdb_bind_boolean(duckdb_prepared_statement statement, idx_t index, bool value);
duckdb_state duckdb_bind_int32(duckdb_prepared_statement statement, idx_t index, int32_t value);
duckdb_state duckdb_bind_int64(duckdb_prepared_statement statement, idx_t index, int64_t value);
duckdb_state duckdb_bind_double(duckdb_prepared_statement statement, idx_t index, double value);
duckdb_state duckdb_bind_date(duckdb_prepared_statement statement, idx_t index, duckdb_date value);
duckdb_state duckdb_bind_varchar_length(
    duckdb_prepared_statement statement, idx_t index, const char *value, idx_t length);
void duckdb_destroy_prepare(duckdb_prepared_statement *statement);
duckdb_state duckdb_pending_prepared(duckdb_prepared_statement statement, duckdb_pending_result *out_result);
// As `duckdb_pending_prepared`, but the result is made as it is fetched.
duckdb_state duckdb_pending_prepared_streaming(
    duckdb_prepared_statement statement, duckdb_pending_result *out_result);
duckdb_pending_state duckdb_pending_execute_task(duckdb_pending_result result);
const char *duckdb_pending_error(duckdb_pending_result result);
duckdb_state duckdb_execute_pending(duckdb_pending_result result, duckdb_result *out_result);
void duckdb_destroy_pending(duckdb_pending_result *result);
void duckdb_destroy_result(duckdb_result *result);
const char *duckdb_result_error(duckdb_result *result);
duckdb_error_type duckdb_result_error_type(duckdb_result *result);
const char *duckdb_column_name(duckdb_result *result, idx_t column);
uint32_t duckdb_column_type(duckdb_result *result, idx_t column);
duckdb_logical_type duckdb_column_logical_type(duckdb_result *result, idx_t column);
idx_t duckdb_column_count(duckdb_result *result);
duckdb_data_chunk duckdb_fetch_chunk(duckdb_result result);

idx_t duckdb_data_chunk_get_size(duckdb_data_chunk chunk);
void duckdb_data_chunk_set_size(duckdb_data_chunk chunk, idx_t size);
duckdb_vector duckdb_data_chunk_get_vector(duckdb_data_chunk chunk, idx_t column);
void duckdb_destroy_data_chunk(duckdb_data_chunk *chunk);
void *duckdb_vector_get_data(duckdb_vector vector);
uint64_t *duckdb_vector_get_validity(duckdb_vector vector);
void duckdb_vector_ensure_validity_writable(duckdb_vector vector);
void duckdb_vector_assign_string_element_len(duckdb_vector vector, idx_t row, const char *text, idx_t length);
idx_t duckdb_vector_size(void);

duckdb_logical_type duckdb_create_logical_type(uint32_t type);
void duckdb_destroy_logical_type(duckdb_logical_type *type);

typedef void (*duckdb_delete_callback_t)(void *data);
typedef void (*duckdb_table_function_bind_t)(duckdb_bind_info info);
typedef void (*duckdb_table_function_init_t)(duckdb_init_info info);
typedef void (*duckdb_table_function_t)(duckdb_function_info info, duckdb_data_chunk output);
duckdb_table_function duckdb_create_table_function(void);
void duckdb_destroy_table_function(duckdb_table_function *table_function);
void duckdb_table_function_set_name(duckdb_table_function table_function, const char *name);
void duckdb_table_function_set_extra_info(
    duckdb_table_function table_function, void *extra_info, duckdb_delete_callback_t destroy);
void duckdb_table_function_set_bind(duckdb_table_function table_function, duckdb_table_function_bind_t bind);
void duckdb_table_function_set_init(duckdb_table_function table_function, duckdb_table_function_init_t init);
void duckdb_table_function_set_function(duckdb_table_function table_function, duckdb_table_function_t function);
duckdb_state duckdb_register_table_function(duckdb_connection connection, duckdb_table_function function);
void *duckdb_bind_get_extra_info(duckdb_bind_info info);
void duckdb_bind_add_result_column(duckdb_bind_info info, const char *name, duckdb_logical_type type);
void duckdb_init_set_max_threads(duckdb_init_info info, idx_t max_threads);
void *duckdb_function_get_extra_info(duckdb_function_info info);
void duckdb_function_set_error(duckdb_function_info info, const char *error);
void *duckdb_init_get_extra_info(duckdb_init_info info);
void duckdb_init_set_init_data(duckdb_init_info info, void *init_data, duckdb_delete_callback_t destroy);
void *duckdb_function_get_init_data(duckdb_function_info info);

// A scalar function with a state of its own on every thread that runs it.
typedef void (*duckdb_scalar_function_t)(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output);
typedef void (*duckdb_scalar_function_init_t)(duckdb_init_info info);
duckdb_scalar_function duckdb_create_scalar_function(void);
void duckdb_destroy_scalar_function(duckdb_scalar_function *scalar_function);
void duckdb_scalar_function_set_name(duckdb_scalar_function scalar_function, const char *name);
void duckdb_scalar_function_add_parameter(duckdb_scalar_function scalar_function, duckdb_logical_type type);
void duckdb_scalar_function_set_return_type(duckdb_scalar_function scalar_function, duckdb_logical_type type);
void duckdb_scalar_function_set_special_handling(duckdb_scalar_function scalar_function);
void duckdb_scalar_function_set_volatile(duckdb_scalar_function scalar_function);
void duckdb_scalar_function_set_extra_info(
    duckdb_scalar_function scalar_function, void *extra_info, duckdb_delete_callback_t destroy);
void duckdb_scalar_function_set_function(duckdb_scalar_function scalar_function, duckdb_scalar_function_t function);
void duckdb_scalar_function_set_init(duckdb_scalar_function scalar_function, duckdb_scalar_function_init_t init);
void *duckdb_scalar_function_init_get_extra_info(duckdb_init_info info);
void duckdb_scalar_function_init_set_state(duckdb_init_info info, void *state, duckdb_delete_callback_t destroy);
void *duckdb_scalar_function_get_state(duckdb_function_info info);
void *duckdb_scalar_function_get_extra_info(duckdb_function_info info);
void duckdb_scalar_function_set_error(duckdb_function_info info, const char *error);
duckdb_state duckdb_register_scalar_function(duckdb_connection connection, duckdb_scalar_function scalar_function);

void duckdb_connection_get_arrow_options(duckdb_connection connection, duckdb_arrow_options *out_arrow_options);
void duckdb_destroy_arrow_options(duckdb_arrow_options *arrow_options);
duckdb_error_data duckdb_to_arrow_schema(
    duckdb_arrow_options arrow_options, duckdb_logical_type *types, const char **names, idx_t column_count,
    struct ArrowSchema *out_schema);
duckdb_error_data duckdb_data_chunk_to_arrow(
    duckdb_arrow_options arrow_options, duckdb_data_chunk chunk, struct ArrowArray *out_arrow_array);
const char *duckdb_error_data_message(duckdb_error_data error_data);
bool duckdb_error_data_has_error(duckdb_error_data error_data);
void duckdb_destroy_error_data(duckdb_error_data *error_data);

#endif
