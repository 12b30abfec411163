// The functions of XGBoost's C API (3.4) that prospect calls. The package that carries the library has no header.
// Every function but XGBGetLastError returns 0 on success and another number on failure. What a function returns
// through a pointer belongs to the library, until the next call on the same handle and thread.
#ifndef PROSPECT_CXGBOOST_H
#define PROSPECT_CXGBOOST_H

#include <stdint.h>

typedef void *XGMatrixHandle;
typedef void *XGModelHandle;

const char *XGBGetLastError(void);
void XGBoostVersion(int *major, int *minor, int *patch);
// Kept for the calling thread only.
int XGBRegisterLogCallback(void (*callback)(const char *));

int XGDMatrixCreateFromColumnar(const char *columns, const char *config, XGMatrixHandle *out);
// Calls reset and next with iter, several times over; next returns 0 after the last batch, and otherwise gives the
// proxy the columns and their labels.
int XGQuantileDMatrixCreateFromCallback(
    void *iter, XGMatrixHandle proxy, XGMatrixHandle reference, void (*reset)(void *iter), int (*next)(void *iter),
    const char *config, XGMatrixHandle *out);
int XGProxyDMatrixCreate(XGMatrixHandle *out);
int XGProxyDMatrixSetDataColumnar(XGMatrixHandle handle, const char *columns);
int XGDMatrixSetInfoFromInterface(XGMatrixHandle handle, const char *field, const char *array);
int XGDMatrixSetStrFeatureInfo(
    XGMatrixHandle handle, const char *field, const char **features, const uint64_t size);
int XGDMatrixFree(XGMatrixHandle handle);

int XGBoosterCreate(const XGMatrixHandle matrices[], uint64_t count, XGModelHandle *out);
int XGBoosterFree(XGModelHandle handle);
int XGBoosterSetParam(XGModelHandle handle, const char *name, const char *value);
int XGBoosterUpdateOneIter(XGModelHandle handle, int iteration, XGMatrixHandle training);
int XGBoosterBoostedRounds(XGModelHandle handle, int *out);
int XGBoosterSlice(XGModelHandle handle, int begin, int end, int step, XGModelHandle *out);
int XGBoosterPredictFromDMatrix(
    XGModelHandle handle, XGMatrixHandle matrix, const char *config, const uint64_t **out_shape, uint64_t *out_dim,
    const float **out_result);
int XGBoosterPredictFromColumnar(
    XGModelHandle handle, const char *columns, const char *config, XGMatrixHandle proxy, const uint64_t **out_shape,
    uint64_t *out_dim, const float **out_result);
int XGBoosterSaveModelToBuffer(XGModelHandle handle, const char *config, uint64_t *out_len, const char **out);
int XGBoosterLoadModelFromBuffer(XGModelHandle handle, const void *buffer, uint64_t len);
int XGBoosterSetAttr(XGModelHandle handle, const char *key, const char *value);
int XGBoosterGetAttr(XGModelHandle handle, const char *key, const char **out, int *success);
int XGBoosterSetStrFeatureInfo(
    XGModelHandle handle, const char *field, const char **features, const uint64_t size);
int XGBoosterGetStrFeatureInfo(
    XGModelHandle handle, const char *field, uint64_t *out_len, const char ***out_features);
int XGBoosterFeatureScore(
    XGModelHandle handle, const char *config, uint64_t *out_count, const char ***out_features, uint64_t *out_dim,
    const uint64_t **out_shape, const float **out_scores);

#endif
