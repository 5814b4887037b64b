// The functions of libmongoc and libbson that this adapter calls (platform/drivers/library.h).
#pragma once
#include <mongoc/mongoc.h>

#include "platform/drivers/library.h"

#define GH_MONGO_DRIVER(X)                             \
  X(bson_append_array_begin)                           \
  X(bson_append_array_end)                             \
  X(bson_append_bool)                                  \
  X(bson_append_document)                              \
  X(bson_append_document_begin)                        \
  X(bson_append_document_end)                          \
  X(bson_append_double)                                \
  X(bson_append_int32)                                 \
  X(bson_append_int64)                                 \
  X(bson_append_null)                                  \
  X(bson_append_utf8)                                  \
  X(bson_copy)                                         \
  X(bson_destroy)                                      \
  X(bson_get_data)                                     \
  X(bson_iter_as_bool)                                 \
  X(bson_iter_as_int64)                                \
  X(bson_iter_date_time)                               \
  X(bson_iter_document)                                \
  X(bson_iter_double)                                  \
  X(bson_iter_find)                                    \
  X(bson_iter_init_from_data)                          \
  X(bson_iter_key)                                     \
  X(bson_iter_key_len)                                 \
  X(bson_iter_next)                                    \
  X(bson_iter_recurse)                                 \
  X(bson_iter_type)                                    \
  X(bson_iter_utf8)                                    \
  X(bson_new)                                          \
  X(bson_uint32_to_string)                             \
  X(mongoc_bulk_operation_destroy)                     \
  X(mongoc_bulk_operation_execute)                     \
  X(mongoc_bulk_operation_insert_with_opts)            \
  X(mongoc_bulk_operation_remove_many_with_opts)       \
  X(mongoc_bulk_operation_remove_one_with_opts)        \
  X(mongoc_bulk_operation_update_many_with_opts)       \
  X(mongoc_bulk_operation_update_one_with_opts)        \
  X(mongoc_change_stream_destroy)                      \
  X(mongoc_change_stream_error_document)               \
  X(mongoc_change_stream_next)                         \
  X(mongoc_client_command_simple)                      \
  X(mongoc_client_get_collection)                      \
  X(mongoc_client_pool_destroy)                        \
  X(mongoc_client_pool_new_with_error)                 \
  X(mongoc_client_pool_pop)                            \
  X(mongoc_client_pool_push)                           \
  X(mongoc_client_pool_set_error_api)                  \
  X(mongoc_collection_aggregate)                       \
  X(mongoc_collection_create_bulk_operation_with_opts) \
  X(mongoc_collection_destroy)                         \
  X(mongoc_collection_find_with_opts)                  \
  X(mongoc_collection_watch)                           \
  X(mongoc_cursor_destroy)                             \
  X(mongoc_cursor_error)                               \
  X(mongoc_cursor_next)                                \
  X(mongoc_init)                                       \
  X(mongoc_log_set_handler)                            \
  X(mongoc_read_concern_destroy)                       \
  X(mongoc_read_concern_new)                           \
  X(mongoc_read_concern_set_level)                     \
  X(mongoc_read_prefs_destroy)                         \
  X(mongoc_read_prefs_new)                             \
  X(mongoc_uri_destroy)                                \
  X(mongoc_uri_new_with_error)                         \
  X(mongoc_uri_set_appname)                            \
  X(mongoc_uri_set_option_as_int32)                    \
  X(mongoc_uri_set_read_concern)                       \
  X(mongoc_uri_set_read_prefs_t)                       \
  X(mongoc_uri_set_write_concern)                      \
  X(mongoc_write_concern_destroy)                      \
  X(mongoc_write_concern_new)                          \
  X(mongoc_write_concern_set_journal)                  \
  X(mongoc_write_concern_set_wmajority)

namespace gh::mongo {

GH_MONGO_DRIVER(GH_DRIVER_DECLARE)

// Once in a process. MUST have succeeded before any of the names above is called.
Result<void> load_driver();

}  // namespace gh::mongo
